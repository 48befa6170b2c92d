"""One thing that is wrong with a dataset, or may become so."""

from dataclasses import dataclass

from panscape.errors import one_line


@dataclass(frozen=True)
class Finding:
    """One line of a check.

    Attributes
    ----------
    where : str
        File, and the place in it.
    text : str
        What was found, what was wanted, the way out.
    is_error : bool
        False for what this reader lets pass and another may stumble over.
    """

    where: str
    text: str
    is_error: bool = True

    def __str__(self) -> str:
        return one_line(f"{'error' if self.is_error else 'warning'}: {self.where}: {self.text}")
