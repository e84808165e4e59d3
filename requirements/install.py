"""Make .venv with exactly the packages of requirements/dev.txt; nothing to do where it has them already.

Run by any Python, so written for the oldest: what is missing on the machine is said in one sentence.
"""

import ctypes
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(HERE, "dev.txt")
INSTALLED = os.path.join(VENV, "installed.txt")

# What WeasyPrint loads when it makes a PDF, and the Debian package that brings it.
LIBRARIES = (
    ("libgobject-2.0.so.0", "libglib2.0-0"),
    ("libpango-1.0.so.0", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    ("libharfbuzz.so.0", "libharfbuzz0b"),
    ("libfontconfig.so.1", "libfontconfig1"),
)


def stop(sentence):
    sys.exit("S117 cannot be set up: " + sentence)


def check_python():
    if sys.version_info < (3, 11):
        stop(
            "Python 3.11 or newer is needed and this is %d.%d; "
            "name another one with `make PYTHON=python3.12 ...`." % sys.version_info[:2]
        )


def check_libraries():
    if not sys.platform.startswith("linux"):
        return
    missing = []
    for library, package in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if missing:
        stop(
            "the libraries that make PDFs are missing; "
            "install them with `apt-get install %s` (on other systems: Pango)." % " ".join(missing)
        )


def up_to_date():
    try:
        with open(LOCK, "rb") as wanted, open(INSTALLED, "rb") as have:
            return wanted.read() == have.read() and os.path.exists(os.path.join(VENV, "bin", "python"))
    except OSError:
        return False


def make_environment():
    python = os.path.join(VENV, "bin", "python")
    if not os.path.exists(python) or subprocess.call(
        [python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL
    ):
        print("Making the virtual environment .venv with Python %d.%d" % sys.version_info[:2], flush=True)
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", VENV], check=False, stdout=subprocess.DEVNULL
        )
        if made.returncode:
            stop("Python has no venv module; install it with `apt-get install python3-venv`.")
    return python


def install(python):
    print("Installing the locked packages (one to three minutes the first time)", flush=True)
    asked = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"]
    if subprocess.call([*asked, "--require-hashes", "--prefer-binary", "-r", LOCK]):
        stop("the packages could not be installed; pip's message above says why.")
    shutil.copyfile(LOCK, INSTALLED)


def main():
    check_python()
    check_libraries()
    if not up_to_date():
        install(make_environment())
        print("Set up: .venv is ready", flush=True)


if __name__ == "__main__":
    main()
