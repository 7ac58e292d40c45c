"""A run over all provinces shows how far it is and can be stopped."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import format
from dashboard.reader import Reader
from dashboard.session import Key
from dashboard.words import Words


def progress(
    place: DeltaGenerator, count: int, total: int, name: str, key: Key[int | None], words: Words
) -> None:
    """``count`` of so many areas, the last by name, and a button that keeps what is there: its number goes to ``key``."""
    with place.container(horizontal=True, vertical_alignment="center"):
        st.progress(count / total, name)
        st.button(
            words("Stop"),
            key=f"{key.name}-{count - 1}",
            on_click=key.set,
            args=(count,),
        )


def stopped_note(count: int, total: int, reader: Reader) -> None:
    """A note where a run was stopped before its end."""
    if count < total:
        st.caption(
            reader.words(
                "Stopped after {done} of {all} provinces.",
                done=format.number(count, reader.view.language),
                all=format.number(total, reader.view.language),
            )
        )
