#!/usr/bin/python3
# Copyright The Perceptron authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop's services on the session bus, as far as the application talks to them: notifications and
the session manager's inhibitors. Each call becomes a line on standard output. It ends with standard
input.
"""

import sys

from gi.repository import Gio, GLib

INTERFACES = """<node>
  <interface name="org.freedesktop.Notifications">
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="GetServerInformation">
      <arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
      <arg type="s" direction="out"/>
    </method>
  </interface>
  <interface name="org.gnome.SessionManager">
    <method name="RegisterClient">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/>
    </method>
    <method name="UnregisterClient"><arg type="o" direction="in"/></method>
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="u" direction="in"/><arg type="u" direction="out"/>
    </method>
    <method name="Uninhibit"><arg type="u" direction="in"/></method>
  </interface>
</node>"""

PLACES = {"org.freedesktop.Notifications": "/org/freedesktop/Notifications",
          "org.gnome.SessionManager": "/org/gnome/SessionManager"}


def say(*words):
    print(*words, flush=True)


class Desktop:
    def __init__(self):
        self.loop = GLib.MainLoop()
        self.count = 0
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        for interface in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces:
            self.bus.register_object(PLACES[interface.name], interface, self.called, None, None)
            Gio.bus_own_name_on_connection(self.bus, interface.name, Gio.BusNameOwnerFlags.NONE,
                                           None, None)
        GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, self.told)

    def called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        arguments = parameters.unpack()
        invocation.return_value(self.answer(method, arguments))

    def answer(self, method, arguments):
        if method == "Notify":
            self.count += 1
            say("notify", self.count, *map(str, arguments[3:5]))
            return GLib.Variant("(u)", (self.count,))
        if method == "Inhibit":
            self.count += 1
            say("inhibit", self.count, arguments[3], arguments[2])
            return GLib.Variant("(u)", (self.count,))
        if method in ("CloseNotification", "Uninhibit"):
            say(method, arguments[0])
        if method == "RegisterClient":
            return GLib.Variant("(o)", ("/org/gnome/SessionManager/Client1",))
        if method == "GetCapabilities":
            return GLib.Variant("(as)", (["actions", "body"],))
        if method == "GetServerInformation":
            return GLib.Variant("(ssss)", ("desktop", "perceptron", "1", "1.2"))
        return None

    def told(self, _source, _condition):
        self.loop.quit()
        return False


if __name__ == "__main__":
    desktop = Desktop()
    say("ready")
    desktop.loop.run()
