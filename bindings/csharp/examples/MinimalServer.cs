// A server that stores what partners send and sends them what waits for them.
//
//   MinimalServer INCOMING OUTGOING [PORT]
//
// Partners and their passwords stand in a table here. Received files go to INCOMING/CODE; the files in OUTGOING/CODE are sent
// when the partner gives us the turn, and are deleted when the partner has accepted them. The turn comes again and again, so a file is
// queued once; one that the partner refuses is tried again in its next session.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using OftpSrv;

internal static class MinimalServer
{
    private static readonly Dictionary<string, string> Passwords = new Dictionary<string, string> { { "O0013PARTNER", "SECRET" } };

    // Each file that was queued, and the connection that sends it.
    private static readonly ConcurrentDictionary<string, string> Queued = new ConcurrentDictionary<string, string>();

    private static int Main(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: MinimalServer INCOMING OUTGOING [PORT]");
            return 2;
        }

        using (var server = new Oftpserver())
        using (var stop = new ManualResetEvent(false))
        {
            server.ServerSSIDCode = "O0013SERVER";
            server.ServerSFIDCode = "O0013SERVER";
            server.ServerPassword = "SERVER";
            server.LocalPort = args.Length > 2 ? int.Parse(args[2]) : 3305;

            server.OnAcceptConnection += (sender, e) =>
            {
                string password;
                e.Accept = Passwords.TryGetValue(e.ClientSSIDCode, out password) && password == e.ClientPassword;
                e.ErrorCode = EsidReasons.InvalidPassword; // when it is refused
                if (e.Accept)
                {
                    string incoming = Path.Combine(args[0], e.ClientSSIDCode);
                    Directory.CreateDirectory(incoming);
                    server.Connections[e.ConnectionId].DownloadDirectory = incoming;
                }
            };

            server.OnReadyToSend += (sender, e) =>
            {
                string code = server.Connections[e.ConnectionId].SSIDCode;
                string outgoing = Path.Combine(args[1], code);
                foreach (string file in Directory.Exists(outgoing) ? Directory.GetFiles(outgoing) : new string[0])
                {
                    if (Queued.TryAdd(file, e.ConnectionId))
                    {
                        server.SendFileAsync(e.ConnectionId, code, file, Path.GetFileName(file));
                    }
                }

                // Behind the last file: gives the turn back, or ends the session when nothing was sent.
                server.Logoff(e.ConnectionId);
            };

            server.OnEndTransfer += (sender, e) =>
            {
                Console.WriteLine("{0} {1}: {2}", e.Direction == 0 ? "received" : "sent", e.VirtualFileName, e.ReasonCode == 0 ? "OK" : e.ReasonText);
                if (e.Direction == 1 && e.ReasonCode == 0)
                {
                    File.Delete(e.LocalFile);
                    Queued.TryRemove(e.LocalFile, out _);
                }
            };

            server.OnDisconnected += (sender, e) =>
            {
                foreach (KeyValuePair<string, string> file in Queued)
                {
                    if (file.Value == e.ConnectionId)
                    {
                        Queued.TryRemove(file.Key, out _);
                    }
                }
            };

            server.OnError += (sender, e) => Console.Error.WriteLine("error {0}: {1}", e.ErrorCode, e.Description);
            Console.CancelKeyPress += (sender, e) =>
            {
                e.Cancel = true;
                stop.Set();
            };

            server.StartListening();
            Console.WriteLine("listening on port " + server.LocalPort);
            stop.WaitOne();
        }

        return 0;
    }
}
