# SPDX-License-Identifier: Apache-2.0
"""A device that keeps its records octet for octet: two-way, several datastores a session, formats of its own.

Written from the standard alone, on top of Terminal. It declares what it reads and writes, and nothing of properties.
"""
from xml.sax.saxutils import escape

from .terminal import NS, Terminal

META = "xmlns='syncml:metinf'"
CHANGES = ("Add", "Replace", "Delete")


class Folder:
    """The records of one datastore by the device's own names, and what was changed since the last sync."""

    def __init__(self, media, version):
        self.media, self.version = media, version
        self.records = {}
        self.changed, self.deleted, self.fresh = set(), set(), set()
        self.anchor = ""
        self._last = 0

    def add(self, text):
        """A record that a person makes on the device."""
        name = self.take(text)
        self.fresh.add(name)
        return name

    def take(self, text):
        """One that comes from the server; its name here."""
        self._last += 1
        self.records[str(self._last)] = text
        return str(self._last)

    def edit(self, name, text):
        self.records[name] = text
        if name not in self.fresh:
            self.changed.add(name)

    def delete(self, name):
        del self.records[name]
        self.changed.discard(name)
        if name in self.fresh:
            self.fresh.discard(name)
        else:
            self.deleted.add(name)

    def texts(self):
        return list(self.records.values())


class Device(Terminal):
    """Its folders by the name of the server's datastore: Device(url, "dev-1", {"contacts": ("text/x-vcard", "2.1")})."""

    def __init__(self, url, device, formats, **terminal):
        super().__init__(url, device, **terminal)
        self.folders = {name: Folder(*form) for name, form in formats.items()}
        self._number = 0

    def sync(self, *names):
        """One session over these datastores, or all; answers how many changes came, by datastore."""
        names = names or tuple(self.folders)
        self.begin()
        self._number += 1
        anchor = str(self._number)
        answer = self.exchange(self._put_dev_inf() + "".join(self._alert(name, anchor) for name in names), cred=True)
        slow = {name for name in names if not self.folders[name].anchor}
        body = "".join(self._sync_of(name, name in slow) for name in names)
        answer = self.exchange(self._statuses(answer) + body)
        came = self._receive(answer, names)
        for name in names:
            folder = self.folders[name]
            folder.anchor = anchor
            folder.changed, folder.deleted, folder.fresh = set(), set(), set()
        return came

    # -- what it says

    def _put_dev_inf(self):
        stores = "".join(
            f"<DataStore><SourceRef>./{name}</SourceRef><MaxGUIDSize>32</MaxGUIDSize>"
            f"<Rx-Pref><CTType>{folder.media}</CTType><VerCT>{folder.version}</VerCT></Rx-Pref>"
            f"<Tx-Pref><CTType>{folder.media}</CTType><VerCT>{folder.version}</VerCT></Tx-Pref>"
            "<SyncCap><SyncType>1</SyncType><SyncType>2</SyncType></SyncCap></DataStore>"
            for name, folder in self.folders.items())
        return (f"<Put><CmdID>1</CmdID><Meta><Type {META}>application/vnd.syncml-devinf+xml</Type></Meta><Item><Source>"
                "<LocURI>./devinf12</LocURI></Source><Data><DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD>"
                f"<Man>test</Man><Mod>device</Mod><DevID>{self._device}</DevID><DevTyp>phone</DevTyp><UTC/>{stores}"
                "</DevInf></Data></Item></Put>")

    def _alert(self, name, anchor):
        last = self.folders[name].anchor
        return (f"<Alert><CmdID>a{name}</CmdID><Data>{200 if last else 201}</Data><Item><Target><LocURI>{name}</LocURI>"
                f"</Target><Source><LocURI>./{name}</LocURI></Source><Meta><Anchor {META}><Last>{last or 0}</Last>"
                f"<Next>{anchor}</Next></Anchor></Meta></Item></Alert>")

    def _sync_of(self, name, slow):
        folder, changes = self.folders[name], []
        for record, text in folder.records.items():
            word = "Add" if slow or record in folder.fresh else "Replace" if record in folder.changed else ""
            if word:
                data = escape(text).replace("\r", "&#13;")
                changes.append(self._change(word, len(changes), record, name,
                                            f"<Meta><Type {META}>{folder.media}</Type></Meta>", f"<Data>{data}</Data>"))
        changes += [self._change("Delete", len(changes) + n, record, name, "", "")
                    for n, record in enumerate(sorted(folder.deleted))]
        return (f"<Sync><CmdID>s{name}</CmdID><Target><LocURI>{name}</LocURI></Target><Source><LocURI>./{name}</LocURI>"
                f"</Source>{''.join(changes)}</Sync>")

    @staticmethod
    def _change(word, number, record, name, meta, data):
        return (f"<{word}><CmdID>{name[0]}{number}</CmdID>{meta}<Item><Source><LocURI>{record}</LocURI></Source>{data}"
                f"</Item></{word}>")

    # -- what it takes

    def _receive(self, answer, names):
        came = dict.fromkeys(names, 0)
        while True:
            done, maps = self._take_changes(answer, came)
            last = answer.find("s:SyncBody/s:Final", NS) is not None
            if last and not done and not maps and answer.find("s:SyncBody/s:Sync", NS) is None:
                return came
            more = "" if last else f"<Alert><CmdID>more</CmdID><Data>222</Data></Alert>"
            answer = self.exchange(self._statuses(answer, done) + maps + more, final=last)
            if last:
                return came

    def _take_changes(self, answer, came):
        """What the server says is done to the folders; codes of Statuses by CmdID, and Maps."""
        codes, maps = {}, ""
        for sync in answer.iterfind("s:SyncBody/s:Sync", NS):
            # the server names our datastore as Target and its own as Source
            name = sync.findtext("s:Source/s:LocURI", "", NS).removeprefix("./")
            folder, pairs = self.folders[name], ""
            for change in sync:
                word = change.tag.rsplit("}", 1)[-1]
                if word not in CHANGES:
                    continue
                came[name] += 1
                code, pair = self._take_one(folder, word, change)
                codes[change.findtext("s:CmdID", "", NS)] = (word, code)
                pairs += pair
            if pairs:
                maps += (f"<Map><CmdID>m{name}</CmdID><Target><LocURI>{name}</LocURI></Target><Source><LocURI>./{name}"
                         f"</LocURI></Source>{pairs}</Map>")
        return codes, maps

    @staticmethod
    def _take_one(folder, word, change):
        theirs = change.findtext("s:Item/s:Source/s:LocURI", "", NS)
        mine = change.findtext("s:Item/s:Target/s:LocURI", "", NS)
        text = change.findtext("s:Item/s:Data", "", NS)
        if word == "Add":
            name = folder.take(text)
            return "201", (f"<MapItem><Target><LocURI>{theirs}</LocURI></Target><Source><LocURI>{name}</LocURI></Source>"
                           "</MapItem>")
        if mine not in folder.records:
            return ("211" if word == "Delete" else "404"), ""
        if word == "Replace":
            folder.records[mine] = text
        else:
            del folder.records[mine]
        return "200", ""

    @staticmethod
    def _statuses(answer, codes=None):
        reference = answer.findtext("s:SyncHdr/s:MsgID", "", NS)
        said = [("0", "SyncHdr", "200")]
        for name in ("Alert", "Sync", "Results"):
            said += [(one.findtext("s:CmdID", "", NS), name, "200")
                     for one in answer.find("s:SyncBody", NS).iterfind(f"s:{name}", NS)]
        said += [(number, word, code) for number, (word, code) in (codes or {}).items()]
        return "".join(f"<Status><CmdID>t{n}</CmdID><MsgRef>{reference}</MsgRef><CmdRef>{ref}</CmdRef>"
                       f"<Cmd>{name}</Cmd><Data>{code}</Data></Status>" for n, (ref, name, code) in enumerate(said))
