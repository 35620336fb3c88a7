using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using OftpSrv;

/// <summary>Sessions with a partner: events, answers, files both ways.</summary>
internal static class TransferTests
{
    public static void Add()
    {
        Harness.Add("a partner delivers a file and gets its end response", Deliver);
        Harness.Add("an empty file arrives", DeliverEmpty);
        Harness.Add("a file larger than one credit arrives", () => DeliverSize(1000000));
        Harness.Add("all events of a session come, in order", EventOrder);
        Harness.Add("AcceptFile changes the name and overwrites", ChangeName);
        Harness.Add("AcceptFile refuses with reason and text", RefuseFile);
        Harness.Add("AcceptConnection refuses with reason and text", RefuseConnection);
        Harness.Add("ConnectionRequest refuses", RefuseRequest);
        Harness.Add("handlers are added, removed and added again", Subscriptions);
        Harness.Add("a partner fetches a file that ReadyToSend queued", Fetch);
        Harness.Add("SendFile from a worker thread returns when the file was taken", SendFromThread);
        Harness.Add("SendFile in a handler of its connection is 135", SendInHandler);
        Harness.Add("SendFile in ReadyToSend returns when the file was taken", SendInReadyToSend);
        Harness.Add("Connections is a dictionary of what is connected", ConnectionMap);
        Harness.Add("a connection's fields are read and written", ConnectionFields);
        Harness.Add("a connection's settings are read and written", ConnectionSettings);
        Harness.Add("EndTransfer defers the end response, SendEndResponse sends it", DeferredResponse);
        Harness.Add("Disconnect ends a connection", Disconnect);
        Harness.Add("queued dispatch runs handlers inside DoEvents only", Queued);
        Harness.Add("an end response that arrives is told", EndResponseArrives);
    }

    private static void Deliver()
    {
        DeliverSize(5000);
    }

    private static void DeliverEmpty()
    {
        DeliverSize(0);
    }

    private static void DeliverSize(int size)
    {
        byte[] content = TestServer.Content(size);
        using (var test = new TestServer())
        using (OftpPartner partner = test.Call())
        {
            Harness.Equal('4', (char)partner.SendFile("INVOICES", content)[0], "answer to EFID");
            partner.GiveTurn();
            partner.Serve(() => partner.EndResponses.Count > 0);
            Harness.Equal("EINVOICES", partner.EndResponses[0], "end response");

            OftpserverEndTransferEventArgs end = test.Transfers.Single();
            Harness.Equal(test.ConnectionId, end.ConnectionId, "ConnectionId");
            Harness.Equal(0, end.Direction, "Direction");
            Harness.Equal("INVOICES", end.VirtualFileName, "VirtualFileName");
            Harness.Equal("01/31/2024 12:34:56", end.VirtualFileDate, "VirtualFileDate");
            Harness.Equal("O0013SERVER", end.Destination, "Destination");
            Harness.Equal("O0013PARTNER", end.Originator, "Originator");
            Harness.Equal(0, end.ReasonCode, "ReasonCode");
            Harness.Equal((long)size, end.FileSize, "FileSize");
            Harness.Bytes(content, File.ReadAllBytes(end.LocalFile));
            Harness.Equal(Path.GetFullPath(test.Incoming), Path.GetDirectoryName(Path.GetFullPath(end.LocalFile)), "directory");
        }
    }

    private static void EventOrder()
    {
        var seen = new List<string>();
        Action<string> saw = name =>
        {
            lock (seen)
            {
                if (seen.Count == 0 || seen[seen.Count - 1] != name)
                {
                    seen.Add(name);
                }
            }
        };
        byte[] content = TestServer.Content(3000);
        var text = new MemoryStream();
        var commands = new List<string>();
        using (var test = new TestServer())
        {
            test.Server.OnConnectionRequest += (sender, e) =>
            {
                saw("ConnectionRequest");
                Harness.Equal("127.0.0.1", e.Address, "Address");
            };
            test.Server.OnAcceptConnection += (sender, e) =>
            {
                saw("AcceptConnection");
                Harness.Equal("O0013PARTNER", e.ClientSSIDCode, "ClientSSIDCode");
                Harness.Equal("SECRET", e.ClientPassword, "ClientPassword");
                Harness.Equal(OFTPVersions.oftpVer20, e.ClientVersion, "ClientVersion");
                Harness.Equal(true, e.Accept, "Accept");
            };
            test.Server.OnConnected += (sender, e) => saw("Connected");
            test.Server.OnAcceptFile += (sender, e) => saw("AcceptFile");
            test.Server.OnStartTransfer += (sender, e) => saw("StartTransfer");
            test.Server.OnTransfer += (sender, e) =>
            {
                saw("Transfer");
                lock (text)
                {
                    text.Write(e.Text, 0, e.Text.Length);
                    Harness.Equal(text.Length, e.BytesTransferred, "BytesTransferred");
                }
            };
            test.Server.OnEndTransfer += (sender, e) => saw("EndTransfer");
            test.Server.OnReadyToSend += (sender, e) => saw("ReadyToSend");
            test.Server.OnPITrail += (sender, e) =>
            {
                Harness.Equal(e.CommandId, (int)e.Data[0], "CommandId");
                lock (commands)
                {
                    commands.Add(e.Direction + ":" + e.CommandId);
                }
            };
            test.Server.OnDisconnected += (sender, e) => saw("Disconnected");
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("ORDERS", content)[0], "answer to EFID");
                partner.GiveTurn();
                partner.Serve(() => partner.EndResponses.Count > 0);
            }

            Harness.Eventually(() => test.Disconnected > 0, "Disconnected");
            Harness.True(ReferenceEquals(null, test.Errors.FirstOrDefault()) || test.Errors.All(e => e.ErrorCode != 4), "a handler failed");
            test.Server.DoEvents(0);
            Harness.Bytes(content, text.ToArray(), "Transfer.Text");
        }

        string order = string.Join(" ", seen.Where(name => name != "Connected" && name != "ReadyToSend"));
        Harness.Equal("ConnectionRequest AcceptConnection AcceptFile StartTransfer Transfer EndTransfer Disconnected", order, "events");
        Harness.True(seen.Contains("Connected"), "no Connected");
        string trail = string.Join(" ", commands);
        Harness.True(trail.StartsWith("1:73 0:88 1:88 0:72 1:50 0:68"), "trail " + trail);
    }

    private static void ChangeName()
    {
        using (var test = new TestServer())
        {
            string other = Path.Combine(test.Folder, "Gr\u00fc\u00dfe.bin");
            File.WriteAllText(other, "before");
            test.Server.OnAcceptFile += (sender, e) =>
            {
                e.FileName = other;
                e.Overwrite = true;
            };
            using (OftpPartner partner = test.Call())
            {
                byte[] content = TestServer.Content(100);
                Harness.Equal('4', (char)partner.SendFile("NAMED", content)[0], "answer to EFID");
                Harness.Bytes(content, File.ReadAllBytes(other));
                Harness.Equal(0, Directory.GetFiles(test.Incoming).Length, "files in the other directory");
            }
        }
    }

    private static void RefuseFile()
    {
        using (var test = new TestServer())
        {
            test.Server.OnAcceptFile += (sender, e) =>
            {
                e.Accept = false;
                e.ErrorCode = 6;
                e.ErrorDescription = "zu gro\u00df";
            };
            using (OftpPartner partner = test.Call())
            {
                byte[] answer = partner.SendFile("BIG", TestServer.Content(10));
                Harness.Equal("306", OftpPartner.Ascii(answer, 0, 3), "SFNA");
                Harness.Equal("zu gro\u00df", OftpPartner.Ascii(answer, 7, answer.Length - 7), "SFNAREAST");
                Harness.Equal(0, Directory.GetFiles(test.Incoming).Length, "files");
            }
        }
    }

    private static void RefuseConnection()
    {
        using (var test = new TestServer())
        {
            test.Server.OnAcceptConnection += (sender, e) =>
            {
                e.Accept = false;
                e.ErrorCode = 4;
                e.ErrorDescription = "who are you?";
            };
            using (var partner = new OftpPartner(test.Start()))
            {
                Harness.Equal(false, partner.Open(), "the session was accepted");
                Harness.Equal(4, partner.EndReason, "ESIDREAS");
                Harness.Equal("who are you?", partner.EndText, "ESIDREAST");
            }
        }
    }

    private static void RefuseRequest()
    {
        using (var test = new TestServer())
        {
            test.Server.OnConnectionRequest += (sender, e) => e.Accept = false;
            using (var partner = new OftpPartner(test.Start()))
            {
                Harness.True(partner.Receive() == null, "the server greeted a partner that was refused");
            }
        }
    }

    private static void Subscriptions()
    {
        int calls = 0;
        Oftpserver.OnConnectionRequestHandler count = (sender, e) => Interlocked.Increment(ref calls);
        using (var test = new TestServer())
        {
            Action<int> connect = expected =>
            {
                using (var partner = new OftpPartner(test.Server.LocalPort))
                {
                    Harness.True(partner.Open(), "the session was refused");
                    Harness.Equal(expected, calls, "calls of the handler");
                }
            };
            test.Server.OnConnectionRequest += count;
            test.Server.OnConnectionRequest += count;
            test.Start();
            connect(2);
            test.Server.OnConnectionRequest -= count;
            connect(3);
            test.Server.OnConnectionRequest -= count;
            test.Server.OnConnectionRequest -= count;
            connect(3);
            test.Server.OnConnectionRequest += count;
            connect(4);
        }
    }

    private static void Fetch()
    {
        byte[] content = TestServer.Content(300000);
        using (var test = new TestServer())
        {
            string first = test.Write("first.bin", content);
            string second = test.Write("second.bin", new byte[0]);
            test.Server.OnReadyToSend += (sender, e) =>
            {
                if (test.Transfers.IsEmpty)
                {
                    test.Server.SendFileAsync(e.ConnectionId, "O0013PARTNER", first, "FIRST");
                    test.Server.SendFileAsync(e.ConnectionId, "O0013PARTNER", second, "SECOND");
                    test.Server.SendFileAsync(e.ConnectionId, "O0013PARTNER", first);
                }
            };
            using (OftpPartner partner = test.Call())
            {
                partner.GiveTurn();
                partner.Serve(() => partner.Files.Count == 3);
                Harness.Bytes(content, partner.Files["FIRST"]);
                Harness.Bytes(new byte[0], partner.Files["SECOND"]);
                Harness.Bytes(content, partner.Files["FIRST.BIN"]);
                Harness.Eventually(() => test.Transfers.Count == 3, "EndTransfer three times");
                Harness.True(test.Transfers.All(e => e.Direction == 1 && e.ReasonCode == 0), "a transfer that is not our sending");
            }
        }
    }

    private static void SendFromThread()
    {
        byte[] content = TestServer.Content(2000);
        using (var test = new TestServer())
        {
            string file = test.Write("file.bin", content);
            Exception failure = null;
            var ready = new AutoResetEvent(false);
            test.Server.OnReadyToSend += (sender, e) => ready.Set();
            var worker = new Thread(() =>
            {
                try
                {
                    Harness.True(ready.WaitOne(Harness.PatienceMilliseconds), "never: ReadyToSend");
                    Harness.True(test.Server.Connections[test.ConnectionId].ReadyToSend, "ReadyToSend is not set");
                    test.Server.SendFile(test.ConnectionId, "O0013PARTNER", file, "FILE");
                    test.Server.Logoff(test.ConnectionId);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            });
            using (OftpPartner partner = test.Call())
            {
                worker.Start();
                partner.GiveTurn();
                partner.Serve(() => partner.Files.Count == 1);
                Harness.Bytes(content, partner.Files["FILE"]);
                worker.Join();
                Harness.True(failure == null, "" + failure);
            }
        }
    }

    private static void SendInHandler()
    {
        int code = 0;
        using (var test = new TestServer())
        {
            string file = test.Write("file.bin", TestServer.Content(10));
            test.Server.OnAcceptFile += (sender, e) =>
                code = Harness.Throws<OftpserverException>(() => test.Server.SendFile(e.ConnectionId, "O0013PARTNER", file, "FILE")).Code;
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("IN", TestServer.Content(10))[0], "answer to EFID");
                Harness.Equal(135, code, "code");
            }
        }
    }

    private static void SendInReadyToSend()
    {
        using (var test = new TestServer())
        {
            string file = test.Write("file.bin", TestServer.Content(10));
            test.Server.OnReadyToSend += (sender, e) =>
            {
                test.Server.SendFile(e.ConnectionId, "O0013PARTNER", file, "ONE");
                test.Server.SendFile(e.ConnectionId, "O0013PARTNER", file, "TWO");
                test.Server.Logoff(e.ConnectionId);
            };
            using (OftpPartner partner = test.Call())
            {
                partner.GiveTurn();
                partner.Serve();
                Harness.Equal(2, partner.Files.Count, "files");
            }
        }
    }

    private static void ConnectionMap()
    {
        using (var test = new TestServer())
        using (test.Call())
        using (var second = new OftpPartner(test.Server.LocalPort, "O0013OTHER"))
        {
            Harness.True(second.Open(), "the second session was refused");
            OFTPConnectionMap map = test.Server.Connections;
            Harness.Equal(2, map.Count, "Count");
            Harness.Equal(2, map.Keys.Count(), "Keys");
            Harness.True(map.Keys.All(map.ContainsKey), "a key that is not contained");
            Harness.Equal("O0013OTHER O0013PARTNER", string.Join(" ", map.Select(pair => pair.Value.SSIDCode).OrderBy(code => code)), "codes");
            Harness.Equal("O0013OTHER", map[test.ConnectionId].SSIDCode, "SSIDCode");
            Harness.True(map.Values.All(connection => connection.Connected), "one that is not connected");
            second.Dispose();
            Harness.Eventually(() => map.Count == 1, "one connection less");
        }
    }

    private static void ConnectionFields()
    {
        using (var test = new TestServer())
        using (test.Call())
        {
            OFTPConnection connection = test.Server.Connections[test.ConnectionId];
            Harness.Equal(test.ConnectionId, connection.ConnectionId, "ConnectionId");
            Harness.Equal(test.Incoming, connection.DownloadDirectory, "DownloadDirectory");
            Harness.Equal(OFTPVersions.oftpVer20, connection.Version, "Version");
            Harness.Equal("127.0.0.1", connection.RemoteHost, "RemoteHost");
            Harness.Equal("127.0.0.1", connection.LocalAddress, "LocalAddress");
            Harness.True(connection.RemotePort > 0, "no RemotePort");
            Harness.Equal(false, connection.ReadyToSend, "ReadyToSend");
            Harness.Equal(60, connection.Timeout, "Timeout");
            Harness.True(connection.DownloadStream == null && connection.UploadStream == null, "streams are set");

            connection.Compress = true;
            connection.Timeout = 5;
            connection.MaxRecordSize = 80;
            connection.SFIDCode = "O0013SFID";
            connection.SignedReceipt = true;
            connection.EncryptionAlgorithm = EncryptionAlgorithms.encraAES;
            connection.VirtualFileFormat = VirtualFileFormats.ffVariable;
            connection.VirtualFileSecurityLevel = VirtualFileSecurityLevels.slSigned;
            connection.VirtualFileDate = "202401311234567890";
            connection.RecipientCertStoreB = new byte[] { 1, 0, 2 };
            Harness.Equal(true, connection.Compress, "Compress");
            Harness.Equal(5, connection.Timeout, "Timeout");
            Harness.Equal(80, connection.MaxRecordSize, "MaxRecordSize");
            Harness.Equal("O0013SFID", connection.SFIDCode, "SFIDCode");
            Harness.Equal(true, connection.SignedReceipt, "SignedReceipt");
            Harness.Equal(1, connection.EncryptionAlgorithm, "EncryptionAlgorithm");
            Harness.Equal(3, connection.VirtualFileFormat, "VirtualFileFormat");
            Harness.Equal(2, connection.VirtualFileSecurityLevel, "VirtualFileSecurityLevel");
            Harness.Equal("01/31/2024 12:34:56", connection.VirtualFileDate, "VirtualFileDate");
            Harness.Bytes(new byte[] { 1, 0, 2 }, connection.RecipientCertStoreB, "RecipientCertStoreB");
        }
    }

    private static void ConnectionSettings()
    {
        using (var test = new TestServer())
        using (test.Call())
        {
            string bracket = "[" + test.ConnectionId + "]";
            test.Server.Config("FileDescription" + bracket + "=for you");
            Harness.Equal("for you", test.Server.Config("FileDescription" + bracket), "FileDescription");
        }
    }

    private static void DeferredResponse()
    {
        using (var test = new TestServer())
        {
            test.Server.Config("VirtualFileDateFormat=yyyyMMddHHmmssffff");
            test.Server.OnEndTransfer += (sender, e) => e.SendEndResponse = false;
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("LATER", TestServer.Content(10))[0], "answer to EFID");
                OftpserverEndTransferEventArgs end = test.Transfers.Single();
                test.Server.SendEndResponse(
                    test.ConnectionId, end.VirtualFileName, end.VirtualFileDate, "O0013PARTNER", "O0013SERVER", "O0013SERVER", 34, "broken", end.FileHash, string.Empty);
                partner.GiveTurn();
                partner.Serve(() => partner.EndResponses.Count > 0);
                Harness.Equal("NLATER", partner.EndResponses[0], "end response");
            }
        }
    }

    private static void Disconnect()
    {
        using (var test = new TestServer())
        using (OftpPartner partner = test.Call())
        {
            test.Server.Disconnect(test.ConnectionId);
            partner.Serve();
            Harness.Eventually(() => test.Server.Connections.Count == 0, "no connection left");
        }
    }

    private static void Queued()
    {
        using (var test = new TestServer())
        {
            int pump = Thread.CurrentThread.ManagedThreadId;
            int elsewhere = 0;
            int count = 0;
            Action check = () =>
            {
                Interlocked.Increment(ref count);
                if (Thread.CurrentThread.ManagedThreadId != pump)
                {
                    Interlocked.Increment(ref elsewhere);
                }
            };
            test.Server.EventDispatch = Oftpserver.DispatchQueued;
            test.Server.OnAcceptConnection += (sender, e) => check();
            test.Server.OnAcceptFile += (sender, e) => check();
            test.Server.OnPITrail += (sender, e) => check();
            test.Server.OnEndTransfer += (sender, e) => check();

            int port = test.Start();
            Exception failure = null;
            var thread = new Thread(() =>
            {
                try
                {
                    using (var partner = new OftpPartner(port))
                    {
                        Harness.True(partner.Open(), "refused");
                        Harness.Equal('4', (char)partner.SendFile("QUEUED", TestServer.Content(100))[0], "answer to EFID");
                        partner.End();
                    }
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            });
            thread.Start();
            Harness.Eventually(
                () =>
                {
                    test.Server.DoEvents(10);
                    return test.Disconnected > 0 || !thread.IsAlive;
                },
                "the end of the session");
            thread.Join();
            Harness.True(failure == null, "" + failure);
            Harness.Equal(0, elsewhere, "handlers on other threads");
            Harness.True(count > 5, "hardly any events: " + count);
        }
    }

    private static void EndResponseArrives()
    {
        using (var test = new TestServer())
        {
            OftpserverEndResponseEventArgs told = null;
            string file = test.Write("file.bin", TestServer.Content(10));
            test.Server.Config("VirtualFileDateFormat=yyyyMMddHHmmssffff");
            test.Server.OnReadyToSend += (sender, e) =>
            {
                if (test.Transfers.IsEmpty)
                {
                    test.Server.SendFileAsync(e.ConnectionId, "O0013PARTNER", file, "FILE");
                }
                else
                {
                    test.Server.Logoff(e.ConnectionId);
                }
            };
            test.Server.OnEndResponse += (sender, e) => told = e;
            using (OftpPartner partner = test.Call())
            {
                partner.GiveTurn();
                Harness.Equal('R', partner.Serve(), "the turn did not come back");
                Harness.True(partner.Files.ContainsKey("FILE"), "the file did not come");
                Harness.Equal('P', (char)partner.Confirm("FILE", "O0013SERVER")[0], "answer to EERP");
                Harness.Eventually(() => told != null, "EndResponse");
                Harness.Equal("FILE", told.VirtualFileName, "VirtualFileName");
                Harness.Equal(0, told.ReasonCode, "ReasonCode");
                Harness.Equal(0, told.Direction, "Direction");
                Harness.Equal(string.Empty, told.Creator, "Creator");
            }
        }
    }
}
