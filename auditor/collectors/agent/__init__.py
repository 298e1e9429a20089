"""What happens at a vantage: a work order is carried out, and nothing else is."""


def main() -> int:
    """Entry point of `auditor-agent`, a program of its own."""
    from auditor.collectors.agent.program import main as program  # noqa: PLC0415  # others take only a part from here

    return program()
