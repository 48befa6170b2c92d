"""JSON's grammar, walked by kernels: strict as orjson, and nothing is built."""
