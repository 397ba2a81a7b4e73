"""The program that `typeset` starts: arguments are folder, fonts, output, pixels per inch, bytes of memory, seconds."""

import resource
import sys
from pathlib import Path


def main() -> int:
    folder, fonts, output, pixels, memory, seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import typst

    place = Path(folder)
    compiler = typst.Compiler(
        input=str(place / "sheet.typ"),
        root=str(place),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]),
        ignore_system_fonts=True,
        package_path=str(place / "packages"),
        package_cache_path=str(place / "packages"),
    )
    try:
        made = compiler.compile(format=output, ppi=float(pixels), timestamp=0)
    except typst.TypstError as fault:
        sys.stderr.write(f"{fault.message}\n{fault.diagnostic}")
        return 3
    first = made[0] if isinstance(made, list) else made
    (place / f"sheet.{output}").write_bytes(first)
    return 0


if __name__ == "__main__":
    sys.exit(main())
