"""The exception tree. Every error a user can cause is one of these; anything else is our own bug and propagates.

TawaturError
├── ReadError      bytes that cannot be opened, decoded, parsed or accepted as a document
├── RuleError      a rule file that breaks its own form
├── PlanError      stages listed in an order that cannot run
├── SpanError      a span that is empty, inverted or outside its text
├── StoreError     a record that cannot be opened, is of another version, or is being written by someone else
└── UsageError     a command or call asked for something that does not exist
"""


class TawaturError(Exception):
    """Base of all ours. `code` names the message in messages/*.toml; `fields` fill its placeholders.

    `str(error)` is the English sentence, so that a traceback or a log line is readable without the catalogue.
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = {key: str(value) for key, value in fields.items()}

    def __str__(self) -> str:
        from tawatur.messages import say  # late: the catalogue is only read when an error is shown

        return say(self.code, "en", **self.fields)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.fields)


def _rebuild(kind: type[TawaturError], code: str, fields: dict[str, str]) -> TawaturError:
    """Lets an error cross a process border with its fields."""
    return kind(code, **fields)


class ReadError(TawaturError):
    """Bad input: the document, its bytes, or what its row says."""


class RuleError(TawaturError):
    """A rule file that breaks its own form."""


class PlanError(TawaturError):
    """A stage needs a layer that no stage before it writes."""


class SpanError(TawaturError):
    """A span that is empty, inverted or outside its text."""


class StoreError(TawaturError):
    """A record that cannot be opened, is of another version, or is locked by another writer."""


class UsageError(TawaturError):
    """A call asked for a document, kind or option that does not exist."""
