"""Tables that many offices fill together: each its rows, for one period; one office delivers the whole."""
