"""Pages and JSON over a record: imports the kernel and `store` only, and runs without any language tool. `run` opens one record in a browser."""

from tawatur.serve.run import serve

__all__ = ["serve"]
