using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using OftpSrv;

/// <summary>Properties, settings, errors, lifetime: what needs no partner.</summary>
internal static class BasicTests
{
    public static void Add()
    {
        Harness.Add("properties have the defaults of the class reference", Defaults);
        Harness.Add("properties keep what they are set to", RoundTrips);
        Harness.Add("a value that does not fit is refused with code 6", BadValues);
        Harness.Add("settings are read and written by name in any case", Settings);
        Harness.Add("text crosses the border as UTF-8", Unicode);
        Harness.Add("text with a NUL or half a character is refused", BadText);
        Harness.Add("starting without codes is 672 and 673, starting twice 104", StartErrors);
        Harness.Add("Listening starts and stops", Listening);
        Harness.Add("a port that is taken is 10048", PortTaken);
        Harness.Add("an unknown connection is 126 everywhere", UnknownConnection);
        Harness.Add("Reset puts the defaults back", Reset);
        Harness.Add("EventDispatch takes 0 and 1", Dispatch);
        Harness.Add("DoEvents without events waits shortly and returns", QuietDoEvents);
        Harness.Add("a disposed server throws ObjectDisposedException", Disposed);
        Harness.Add("forgotten servers that were never started are freed", Forgotten);
        Harness.Add("the version of the library is told", () => Harness.True(Oftpserver.NativeVersion.Contains("."), Oftpserver.NativeVersion));
    }

    /// <summary>Nothing is left when everything was disposed.</summary>
    public static void NoLiveHandles()
    {
        Collect();
        Harness.Equal(0L, Oftpserver.LiveHandles, "live handles");
    }

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static void Defaults()
    {
        using (var server = new Oftpserver())
        {
            Harness.Equal(3305, server.LocalPort, "LocalPort");
            Harness.Equal(5, server.ConnectionBacklog, "ConnectionBacklog");
            Harness.Equal(60, server.DefaultTimeout, "DefaultTimeout");
            Harness.Equal(string.Empty, server.LocalHost, "LocalHost");
            Harness.Equal(string.Empty, server.ServerPassword, "ServerPassword");
            Harness.Equal(string.Empty, server.ServerSSIDCode, "ServerSSIDCode");
            Harness.Equal(string.Empty, server.ServerSFIDCode, "ServerSFIDCode");
            Harness.Equal(false, server.UseSSL, "UseSSL");
            Harness.Equal(false, server.SSLAuthenticateClients, "SSLAuthenticateClients");
            Harness.Equal(false, server.Listening, "Listening");
            Harness.Equal(0, server.Connections.Count, "Connections.Count");
            Harness.Equal(0, server.TrustedCerts.Count, "TrustedCerts.Count");
            Harness.Equal(string.Empty, server.Certificate.Subject + server.SSLCert.Subject, "subjects of the certificates");
            Harness.Equal(Oftpserver.DispatchDirect, server.EventDispatch, "EventDispatch");
        }
    }

    private static void RoundTrips()
    {
        using (var server = new Oftpserver())
        {
            server.LocalPort = 13305;
            server.ConnectionBacklog = 50;
            server.DefaultTimeout = 7;
            server.LocalHost = "127.0.0.1";
            server.ServerPassword = "GEHEIM";
            server.ServerSSIDCode = "O0013SSID";
            server.ServerSFIDCode = "O0013SFID";
            server.UseSSL = true;
            server.SSLAuthenticateClients = true;
            Harness.Equal(13305, server.LocalPort, "LocalPort");
            Harness.Equal(50, server.ConnectionBacklog, "ConnectionBacklog");
            Harness.Equal(7, server.DefaultTimeout, "DefaultTimeout");
            Harness.Equal("127.0.0.1", server.LocalHost, "LocalHost");
            Harness.Equal("GEHEIM", server.ServerPassword, "ServerPassword");
            Harness.Equal("O0013SSID", server.ServerSSIDCode, "ServerSSIDCode");
            Harness.Equal("O0013SFID", server.ServerSFIDCode, "ServerSFIDCode");
            Harness.Equal(true, server.UseSSL, "UseSSL");
            Harness.Equal(true, server.SSLAuthenticateClients, "SSLAuthenticateClients");
            server.ServerPassword = null;
            Harness.Equal(string.Empty, server.ServerPassword, "ServerPassword after null");
        }
    }

    private static void BadValues()
    {
        using (var server = new Oftpserver())
        {
            Harness.Fails(6, () => server.LocalPort = 70000);
            Harness.Fails(6, () => server.ServerPassword = "NINECHARS");
            Harness.Fails(6, () => server.Config("UseSSL=perhaps"));
        }
    }

    private static void Settings()
    {
        using (var server = new Oftpserver())
        {
            server.Config("DefaultIdleTimeout=77");
            Harness.Equal("77", server.Config("defaultidletimeout"), "DefaultIdleTimeout");
            server.Config("localport=4444");
            Harness.Equal(4444, server.LocalPort, "LocalPort through Config");
            server.Config("UseSSL=yes");
            Harness.Equal("True", server.Config("UseSSL"), "UseSSL through Config");
            Harness.Fails(5, () => server.Config("NoSuchSetting=1"));
            server.SetConfig("temppath", "a=b");
            Harness.Equal("a=b", server.GetConfig("TempPath"), "TempPath through SetConfig");
            server.SetConfig("LocalPort", "4445");
            Harness.Equal(4445, server.LocalPort, "LocalPort through SetConfig");
            Harness.Fails(OftpserverErrors.UnknownSetting, () => server.SetConfig("NoSuchSetting", "1"));
            Harness.Fails(OftpserverErrors.UnknownSetting, () => server.GetConfig("NoSuchSetting"));
            Harness.Fails(OftpserverErrors.ReadOnly, () => server.SetConfig("Listening", "True"));
            server.LoadConfig("# a server\r\nLocalPort=4446\nTempPath=\" c \"\nServerPassword=<<END\nGEHEIM\nEND\n");
            Harness.Equal(4446, server.LocalPort, "LocalPort through LoadConfig");
            Harness.Equal(" c ", server.GetConfig("TempPath"), "TempPath through LoadConfig");
            Harness.Equal("GEHEIM", server.ServerPassword, "ServerPassword through LoadConfig");
            Harness.Fails(OftpserverErrors.BadValue, () => server.LoadConfig("LocalPort=1\n\nUseSSL=perhaps"), "Line 3: UseSSL");
            Harness.Equal(4446, server.LocalPort, "LocalPort after a text with an error");
        }

        using (var server = new Oftpserver())
        {
            server.UseSSL = true;
            Harness.Equal(3305, server.LocalPort, "LocalPort with UseSSL, until it is set");
            server.LocalPort = 6619;
            Harness.Equal(6619, server.LocalPort, "LocalPort of TLS");
        }
    }

    private static void Unicode()
    {
        using (var server = new Oftpserver())
        {
            const string Path = "/tmp/Gr\u00fc\u00dfe/\u65e5\u672c/\U0001F600";
            server.Config("TempPath=" + Path);
            Harness.Equal(Path, server.Config("TempPath"), "TempPath");
        }
    }

    private static void BadText()
    {
        using (var server = new Oftpserver())
        {
            Harness.Throws<ArgumentException>(() => server.LocalHost = "127.0.0.1\0.evil");
            Harness.Throws<ArgumentException>(() => server.Config("TempPath=\ud83d"));
        }
    }

    private static void StartErrors()
    {
        using (var server = new Oftpserver { LocalHost = "127.0.0.1", LocalPort = 0 })
        {
            Harness.Fails(672, () => server.Listening = true);
            server.ServerSSIDCode = "O0013SERVER";
            Harness.Fails(673, server.StartListening);
            server.ServerSFIDCode = "O0013SERVER";
            server.StartListening();
            Harness.Fails(104, server.StartListening);
            Harness.Fails(106, () => server.LocalPort = 1);
        }
    }

    private static void Listening()
    {
        using (var test = new TestServer())
        {
            int port = test.Start();
            Harness.True(port > 0, "no port was picked");
            Harness.Equal(true, test.Server.Listening, "Listening");
            test.Server.Listening = true;
            test.Server.Listening = false;
            Harness.Equal(false, test.Server.Listening, "Listening");
            test.Server.Listening = false;
            Harness.Throws<SocketException>(() => new OftpPartner(port).Dispose());
        }
    }

    private static void PortTaken()
    {
        var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        try
        {
            using (var test = new TestServer())
            {
                test.Server.LocalPort = ((IPEndPoint)taken.LocalEndpoint).Port;
                Harness.Fails(10048, test.Server.StartListening);
            }
        }
        finally
        {
            taken.Stop();
        }
    }

    private static void UnknownConnection()
    {
        using (var server = new Oftpserver())
        {
            OFTPConnection none;
            Harness.Fails(126, () => server.Connections["nobody"].ToString());
            Harness.Fails(126, () => server.Connections[null].ToString());
            Harness.Equal(false, server.Connections.ContainsKey("nobody"), "ContainsKey");
            Harness.Equal(false, server.Connections.TryGetValue("nobody", out none), "TryGetValue");
            Harness.Fails(126, () => server.Disconnect("nobody"));
            Harness.Fails(126, () => server.Logoff("nobody"));
            Harness.Fails(126, () => server.Interrupt("nobody"));
            Harness.Fails(126, () => server.ChangeDirection("nobody"));
            Harness.Fails(126, () => server.SendFile("nobody", "O0013PARTNER", "/etc/hostname", "X"));
            Harness.Fails(OftpserverErrors.InvalidConnectionId, () => server.SendFile("nobody", "O0013PARTNER", "/etc/hostname"));
            Harness.Fails(126, () => server.SendFileAsync("nobody", "O0013PARTNER", "/etc/hostname", "X"));
            Harness.Fails(126, () => server.Config("TempPath[nobody]=/tmp"));
        }
    }

    private static void Reset()
    {
        using (var server = new Oftpserver())
        {
            server.LocalPort = 1;
            server.ServerSSIDCode = "X";
            server.Reset();
            Harness.Equal(3305, server.LocalPort, "LocalPort");
            Harness.Equal(string.Empty, server.ServerSSIDCode, "ServerSSIDCode");
        }
    }

    private static void Dispatch()
    {
        using (var server = new Oftpserver())
        {
            server.EventDispatch = Oftpserver.DispatchQueued;
            Harness.Equal(1, server.EventDispatch, "EventDispatch");
            server.DoEvents(0);
            server.DoEvents();
            Harness.Fails(8, () => server.EventDispatch = 2);
        }
    }

    private static void QuietDoEvents()
    {
        using (var server = new Oftpserver())
        {
            server.DoEvents();
            server.DoEvents(0);
        }
    }

    private static void Disposed()
    {
        var server = new Oftpserver();
        server.Dispose();
        server.Dispose();
        Harness.Throws<ObjectDisposedException>(() => server.LocalPort = 1);
        Harness.Throws<ObjectDisposedException>(() => server.DoEvents());
        Harness.Throws<ObjectDisposedException>(() => server.OnError += (sender, e) => { });
    }

    private static void Forgotten()
    {
        long before = Oftpserver.LiveHandles;
        const int Servers = 20;
        var thread = new Thread(() =>
        {
            for (int i = 0; i < Servers; i++)
            {
                var server = new Oftpserver();
                server.OnLog += (sender, e) => GC.KeepAlive(server);
            }
        });
        thread.Start();
        thread.Join();
        Collect();

        // A collector that looks at stacks conservatively may keep one or two a little longer.
        Harness.True(Oftpserver.LiveHandles < before + (Servers / 2), "servers that nobody has are alive: " + Oftpserver.LiveHandles);
    }
}
