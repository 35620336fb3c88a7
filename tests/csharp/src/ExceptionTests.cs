using System;
using System.IO;
using System.Linq;
using OftpSrv;

/// <summary>What an exception in a handler does: refuse where there is something to decide, be told, be thrown again.</summary>
internal static class ExceptionTests
{
    private sealed class Broken : Exception
    {
        public Broken()
            : base("the handler is broken")
        {
        }
    }

    public static void Add()
    {
        Harness.Add("an exception in AcceptConnection refuses the session", InAcceptConnection);
        Harness.Add("an exception in AcceptFile refuses the file", InAcceptFile);
        Harness.Add("an exception in ConnectionRequest refuses the connection", InConnectionRequest);
        Harness.Add("an exception elsewhere changes nothing and is told", InTransfer);
        Harness.Add("an exception in the Error handler is thrown by DoEvents", InError);
        Harness.Add("an exception in queued mode comes out of the DoEvents that ran the handler", InQueued);
        Harness.Add("answers of a handler that throws later are not taken", HalfAnAnswer);
    }

    private static void InAcceptConnection()
    {
        var broken = new Broken();
        using (var test = new TestServer())
        {
            test.Server.OnAcceptConnection += (sender, e) => throw broken;
            using (var partner = new OftpPartner(test.Start()))
            {
                Harness.Equal(false, partner.Open(), "the session was accepted");
                Harness.Equal(99, partner.EndReason, "ESIDREAS");
            }

            Told(test, broken);
        }
    }

    private static void InAcceptFile()
    {
        var broken = new Broken();
        using (var test = new TestServer())
        {
            test.Server.OnAcceptFile += (sender, e) => throw broken;
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal("399", OftpPartner.Ascii(partner.SendFile("FILE", TestServer.Content(10)), 0, 3), "SFNA");
                Harness.Equal(0, Directory.GetFiles(test.Incoming).Length, "files");
            }

            Told(test, broken);
            Harness.Equal(test.ConnectionId, test.Errors.First(e => e.Description == broken.Message).ConnectionId, "ConnectionId");
        }
    }

    private static void InConnectionRequest()
    {
        var broken = new Broken();
        using (var test = new TestServer())
        {
            test.Server.OnConnectionRequest += (sender, e) => throw broken;
            using (var partner = new OftpPartner(test.Start()))
            {
                Harness.True(partner.Receive() == null, "the server greeted a partner that was refused");
            }

            Told(test, broken);
        }
    }

    private static void InTransfer()
    {
        var broken = new Broken();
        using (var test = new TestServer())
        {
            test.Server.OnStartTransfer += (sender, e) => throw broken;
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("FILE", TestServer.Content(10))[0], "answer to EFID");
            }

            Told(test, broken);
        }
    }

    private static void InError()
    {
        var broken = new Broken();
        var second = new Broken();
        using (var test = new TestServer())
        {
            test.Server.OnAcceptFile += (sender, e) => throw broken;
            test.Server.OnError += (sender, e) => throw second;
            using (OftpPartner partner = test.Call())
            {
                partner.SendFile("FILE", TestServer.Content(10));
            }

            Harness.True(ReferenceEquals(broken, Harness.Throws<Broken>(() => test.Server.DoEvents())), "not the first exception");
            Harness.True(ReferenceEquals(second, Harness.Throws<Broken>(() => test.Server.DoEvents())), "not the second exception");
        }
    }

    private static void InQueued()
    {
        var broken = new Broken();
        using (var test = new TestServer())
        {
            test.Server.EventDispatch = Oftpserver.DispatchQueued;
            test.Server.OnConnectionRequest += (sender, e) => throw broken;
            using (var partner = new OftpPartner(test.Start()))
            {
                Exception thrown = null;
                Harness.Eventually(
                    () =>
                    {
                        try
                        {
                            test.Server.DoEvents(10);
                        }
                        catch (Broken exception)
                        {
                            thrown = exception;
                        }

                        return thrown != null;
                    },
                    "an exception");
                Harness.True(ReferenceEquals(broken, thrown), "another exception");
                Harness.True(partner.Receive() == null, "the server greeted a partner that was refused");
            }
        }
    }

    private static void HalfAnAnswer()
    {
        using (var test = new TestServer())
        {
            string other = Path.Combine(test.Folder, "other");
            test.Server.OnStartTransfer += (sender, e) =>
            {
                e.LocalFile = other;
                throw new Broken();
            };
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("FILE", TestServer.Content(10))[0], "answer to EFID");
                Harness.True(!File.Exists(other), "the answer was taken");
            }
        }
    }

    private static void Told(TestServer test, Exception broken)
    {
        Harness.Eventually(() => test.Errors.Any(e => e.Description == broken.Message), "Error event");
        Harness.True(ReferenceEquals(broken, Harness.Throws<Broken>(() => test.Server.DoEvents())), "another exception");
        test.Server.DoEvents();
    }
}
