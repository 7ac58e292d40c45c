"""A run over all provinces shows how far it is and can be stopped."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import format
from dashboard.reader import Reader
from dashboard.session import Key
from dashboard.words import Words


def progress(
    place: DeltaGenerator, done: int, of: int, name: str, key: Key[int | None], words: Words
) -> None:
    """``done`` of so many areas, the last by name, and a button that keeps what is there: its number goes to ``key``."""
    with place.container(horizontal=True, vertical_alignment="center"):
        st.progress(done / of, name)
        st.button(
            words("Stop"),
            key=f"{key.name}-{done - 1}",
            on_click=key.set,
            args=(done,),
        )


def stopped(done: int, of: int, reader: Reader) -> None:
    """Said where a run was stopped before its end."""
    if done < of:
        st.caption(
            reader.words(
                "Stopped after {done} of {all} provinces.",
                done=format.number(done, reader.view.language),
                all=format.number(of, reader.view.language),
            )
        )
