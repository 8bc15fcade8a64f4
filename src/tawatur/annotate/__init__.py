"""Document → one layer; pure, one document at a time. Each module has one stage, listed in `tawatur.pipeline.STAGES`."""
