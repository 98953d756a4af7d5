"""Exceptions, in the words of the command's errors."""


class Error(Exception):
    """Something that dixit cannot do; the message says what, where, and the way out."""


class InputError(Error, ValueError):
    """An argument, a document or a question that cannot be used."""


class MissingFile(Error, FileNotFoundError):
    """A file that does not exist."""


class UnknownName(Error, LookupError):
    """A name that is not in the graph; the message has the nearest ones."""


class DixitWarning(UserWarning):
    """Something odd about a document that is read anyway, or a document that was left out."""
