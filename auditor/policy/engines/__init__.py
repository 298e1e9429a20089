"""Two engines behind one interface: OPA's WebAssembly in process, and an OPA server."""
