"""The script that the wheel installs is the command: streams, exit codes, pipes, signals."""

import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from support import CORPUS, DIXIT, TEXT, InFolder, run

import dixit

SCRIPT = str(Path(sys.executable).with_name("dixit"))


class Command(InFolder):
    def same(self, *arguments, input=None):
        one, two = (run(*arguments, program=p, input=input, cwd=self.folder) for p in (SCRIPT, DIXIT))
        self.assertEqual(one, two, arguments)
        return one

    def test_the_same_as_the_program(self):
        self.assertEqual(self.same("--version")[1].decode(), f"dixit {dixit.__version__}\n")
        self.assertEqual(self.same("extract", CORPUS)[0], 0)
        self.assertEqual(self.same("extract", "-", input=f'{{"text": "{TEXT}"}}\n{{}}\n'.encode())[0], 0)
        self.assertEqual(self.same("build", CORPUS, "--name", "a")[0], 0)
        self.assertEqual(self.same("ask", "Who warned Russia?")[0], 0)
        self.assertEqual(self.same("query", "-s", "Putin", "--about", "harbours")[0], 1)
        self.assertEqual(self.same("query", "-s", "nobody at all")[0], 1)
        self.assertEqual(self.same("query", "--since", "soon")[0], 2)
        self.assertEqual(self.same("query", "-g", "missing.json")[0], 2)
        self.assertEqual(self.same("extract", "\x1b[31mmissing")[0], 1)
        self.assertEqual(self.same("nonsense")[0], 2)
        self.assertEqual(self.same("--help")[0], 0)
        self.assertEqual(self.same()[0], 2)

    def test_as_a_module(self):
        done = subprocess.run(
            [sys.executable, "-m", "dixit", "--version"], capture_output=True, cwd=self.folder
        )
        self.assertEqual(done.stdout.decode(), f"dixit {dixit.__version__}\n")
        self.assertEqual(done.returncode, 0)

    @unittest.skipUnless(os.name == "posix", "names of files that are not text")
    def test_names_that_are_not_text(self):
        path = os.fsencode(self.folder) + b"/caf\xe9.txt"
        with open(path, "w") as file:
            file.write(TEXT)
        one, two = (subprocess.run([p, "extract", path], capture_output=True) for p in (SCRIPT, DIXIT))
        self.assertEqual((one.returncode, one.stdout, one.stderr), (two.returncode, two.stdout, two.stderr))
        self.assertEqual(one.returncode, 0)

    @unittest.skipUnless(os.name == "posix", "pipes of a shell")
    def test_a_closed_pipe_is_no_error(self):
        for program in (SCRIPT, DIXIT):
            line = f"'{program}' extract '{CORPUS}' '{CORPUS}' | head -c 10; echo ${{PIPESTATUS[0]}}"
            done = subprocess.run(["bash", "-c", line], capture_output=True)
            self.assertEqual(done.stdout.decode(), '{"id":"0000\n'[:10] + "0\n")
            self.assertEqual(done.stderr, b"")

    @unittest.skipUnless(os.name == "posix", "signals")
    def test_signals(self):
        for sent, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            running = subprocess.Popen(
                [SCRIPT, "extract", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            # once it has answered, it watches for signals
            running.stdin.write(f'{{"text": "{TEXT}"}}\n'.encode())
            running.stdin.flush()
            self.assertTrue(running.stdout.readline())
            time.sleep(0.1)
            running.send_signal(sent)
            self.assertEqual(running.wait(30), code)
            self.assertEqual(running.stderr.read(), b"")
            for stream in (running.stdin, running.stdout, running.stderr):
                stream.close()


if __name__ == "__main__":
    unittest.main()
