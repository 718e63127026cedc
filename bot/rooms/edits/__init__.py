"""A change to the folder in; looked at before it is made, made, and taken back."""
