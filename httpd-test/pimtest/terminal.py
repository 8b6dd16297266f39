# SPDX-License-Identifier: Apache-2.0
"""A plain SyncML 1.2 terminal in XML, written from the standard alone: for many at once, and for the wire itself."""
import base64
import http.client
import urllib.parse
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

MEDIA = "application/vnd.syncml+xml"
NS = {"s": "SYNCML:SYNCML1.2"}
GOOD = {"200", "201", "202", "207", "212"}


class Refused(Exception):
    """An answer that a person at the terminal would see as an error."""


class Terminal:
    """One device. Every answer that is no success raises Refused, with a name for what was asked."""

    def __init__(self, url, device, user="alice", password="secret", message_size=60_000, timeout=120):
        self._device, self._user, self._size = device, user, message_size
        self._cred = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._endpoint = self.url = url
        parts = urllib.parse.urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
        self._session = self._message = 0
        self.exchanges = 0

    def close(self):
        self._connection.close()

    def begin(self):
        self._session, self._message, self.url = self._session + 1, 0, self._endpoint

    def exchange(self, body, final=True, cred=False):
        """One message and its answer, as an element tree; the session's next address is kept."""
        self._message += 1
        sign_in = ("<Cred><Meta><Format xmlns='syncml:metinf'>b64</Format><Type xmlns='syncml:metinf'>syncml:auth-basic"
                   f"</Type></Meta><Data>{self._cred}</Data></Cred>") if cred else ""
        text = (f"<SyncML xmlns='{NS['s']}'><SyncHdr><VerDTD>1.2</VerDTD><VerProto>SyncML/1.2</VerProto>"
                f"<SessionID>{self._session}</SessionID><MsgID>{self._message}</MsgID>"
                f"<Target><LocURI>{escape(self.url)}</LocURI></Target>"
                f"<Source><LocURI>{self._device}</LocURI><LocName>{self._user}</LocName></Source>{sign_in}"
                "<Meta><MaxMsgSize xmlns='syncml:metinf'>65536</MaxMsgSize></Meta></SyncHdr>"
                f"<SyncBody>{body}{'<Final/>' if final else ''}</SyncBody></SyncML>")
        reply, octets = self._post(text.encode())
        self.exchanges += 1
        if reply.status != 200:
            raise Refused(f"message {self._message}: HTTP {reply.status}: {octets[:200]!r}")
        answer = ET.fromstring(octets)
        self.url = answer.findtext("s:SyncHdr/s:RespURI", self.url, NS)
        for status in answer.iterfind("s:SyncBody/s:Status", NS):
            code = status.findtext("s:Data", "", NS)
            if code not in GOOD:
                raise Refused(f"message {self._message}: {status.findtext('s:Cmd', '', NS)} was answered {code}")
        return answer

    def _post(self, text):
        """A kept connection that the server has closed meanwhile is opened anew, as every HTTP client does."""
        path = urllib.parse.urlsplit(self.url).path
        for fresh in (self._connection.sock is None, True):
            try:
                self._connection.request("POST", path, text, {"Content-Type": MEDIA})
                reply = self._connection.getresponse()
                return reply, reply.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self._connection.close()
                if fresh:
                    raise

    def open(self, alert=201, datastore="contacts", anchor="1"):
        """The first message: sign-in and one Alert."""
        self.begin()
        return self.exchange(
            f"<Alert><CmdID>1</CmdID><Data>{alert}</Data><Item><Target><LocURI>{datastore}</LocURI></Target><Source>"
            f"<LocURI>./mine</LocURI></Source><Meta><Anchor xmlns='syncml:metinf'><Last>0</Last><Next>{anchor}</Next>"
            "</Anchor></Meta></Item></Alert>", cred=True)

    def send(self, records, datastore="contacts"):
        """A slow sync that adds all of the records; answers how many the server sent back."""
        answer = self.open(datastore=datastore)
        pages, page, size = [], [], 0
        for number, record in enumerate(records):
            add = (f"<Add><CmdID>{number + 10}</CmdID><Meta><Type xmlns='syncml:metinf'>text/x-vcard</Type></Meta><Item>"
                   f"<Source><LocURI>{number}</LocURI></Source><Data>{escape(record)}</Data></Item></Add>")
            if size + len(add.encode()) > self._size:
                pages.append(page)
                page, size = [], 0
            page.append(add)
            size += len(add.encode())
        for number, page in enumerate([*pages, page]):
            answer = self.exchange(self._head(answer) + self._sync("".join(page), datastore), final=number == len(pages))
        return self._take(answer)

    @staticmethod
    def _head(answer):
        """The Statuses a reply is owed: for its header, its Alerts, its Sync and what stands in that."""
        reference = answer.findtext("s:SyncHdr/s:MsgID", "", NS)
        said, commands = [("0", "SyncHdr", "200")], answer.find("s:SyncBody", NS)
        for name in ("Alert", "Sync"):
            for command in commands.iterfind(f"s:{name}", NS):
                said.append((command.findtext("s:CmdID", "", NS), name, "200"))
                said += [(change.findtext("s:CmdID", "", NS), change.tag.rsplit("}", 1)[-1], "201")
                         for change in command if change.tag.rsplit("}", 1)[-1] in ("Add", "Replace", "Delete")]
        return "".join(f"<Status><CmdID>{900_000 + n}</CmdID><MsgRef>{reference}</MsgRef><CmdRef>{ref}</CmdRef>"
                       f"<Cmd>{name}</Cmd><Data>{code}</Data></Status>" for n, (ref, name, code) in enumerate(said))

    @staticmethod
    def _sync(changes, datastore):
        return (f"<Sync><CmdID>2</CmdID><Target><LocURI>{datastore}</LocURI></Target><Source><LocURI>./mine</LocURI>"
                f"</Source>{changes}</Sync>")

    def _take(self, answer):
        """Acknowledges what comes until the server has sent its last package."""
        came = 0
        while True:
            came += sum(1 for _ in answer.iterfind("s:SyncBody/s:Sync/s:Add", NS))
            last = answer.find("s:SyncBody/s:Final", NS) is not None
            more = "" if last else "<Alert><CmdID>3</CmdID><Data>222</Data></Alert>"
            if last and answer.find("s:SyncBody/s:Sync", NS) is None:
                return came
            answer = self.exchange(self._head(answer) + more, final=last)
            if last:
                return came
