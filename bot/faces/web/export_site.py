"""x"""


def main(a: object) -> int:
    return 0
