"""One window a desk: a lock on its file, and a way to bring the first window to the front."""

from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

RAISE = b"raise"


def _name(path: Path) -> str:
    import getpass
    from hashlib import sha256

    key = f"{getpass.getuser()}\n{path.resolve()}".encode()
    return f"trainingdesk-{sha256(key).hexdigest()[:20]}"


class Instance(QObject):
    """Holds one desk's file for this window.

    Signals:
        raise_asked: somebody opened the same desk again.
    """

    raise_asked = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._lock = QLockFile(f"{path}.lock")
        self._lock.setStaleLockTime(0)
        self._server: QObject | None = None

    def take(self) -> bool:
        """Take the file; False when another window has it.

        A folder in which no lock can be made is not our business: opening the desk says what is wrong with it.
        """
        if self._lock.tryLock(0):
            return True
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def listen(self) -> None:
        """Wait for others who open the same desk."""
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(_name(self._path))  # left by a window that was killed; we hold the lock
        if server.listen(_name(self._path)):
            server.newConnection.connect(self._knocked)
        self._server = server

    def call_first(self, wait_ms: int = 500) -> bool:
        """Ask the window that has the file to come to the front; False when it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(_name(self._path))
        if not socket.waitForConnected(wait_ms):
            return False
        socket.write(RAISE)
        answered = socket.waitForBytesWritten(wait_ms)
        socket.disconnectFromServer()
        return answered

    def release(self) -> None:
        """Let the file go."""
        if self._server is not None:
            self._server.close()  # type: ignore[attr-defined]  # a QLocalServer, imported late
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    def _knocked(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        assert isinstance(self._server, QLocalServer)
        socket = self._server.nextPendingConnection()
        socket.disconnected.connect(socket.deleteLater)
        self.raise_asked.emit()
