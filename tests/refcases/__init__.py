"""Known projections run again by this project's engine, and set beside what they must give.

`python -m tests.refcases [DIR]` prints one line a comparison and fails if one of them fails. The files are no
part of the project (DIR is ../shared/refcases unless given); reading them needs pandas, so it is kept out of
`forecasting`.
"""
