using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using OftpSrv;

/// <summary>A server on a free port of the loopback interface with a folder of its own, that keeps what its events told.</summary>
internal sealed class TestServer : IDisposable
{
    public TestServer()
    {
        Folder = Path.Combine(Path.GetTempPath(), "oftpsrv-cs-" + Guid.NewGuid().ToString("N"));
        Incoming = Path.Combine(Folder, "in");
        Directory.CreateDirectory(Incoming);
        Server = new Oftpserver
        {
            LocalHost = "127.0.0.1",
            LocalPort = 0,
            ServerSSIDCode = "O0013SERVER",
            ServerSFIDCode = "O0013SERVER",
            ServerPassword = "SERVER",
        };
        Server.OnAcceptConnection += (sender, e) =>
        {
            ConnectionId = e.ConnectionId;
            Server.Connections[e.ConnectionId].DownloadDirectory = Incoming;
        };
        Server.OnError += (sender, e) => Errors.Enqueue(e);
        Server.OnEndTransfer += (sender, e) => Transfers.Enqueue(e);
        Server.OnDisconnected += (sender, e) => Interlocked.Increment(ref disconnected);
    }

    private int disconnected;

    public Oftpserver Server { get; }

    public string Folder { get; }

    public string Incoming { get; }

    /// <summary>The connection that came last.</summary>
    public string ConnectionId { get; private set; }

    public ConcurrentQueue<OftpserverErrorEventArgs> Errors { get; } = new ConcurrentQueue<OftpserverErrorEventArgs>();

    public ConcurrentQueue<OftpserverEndTransferEventArgs> Transfers { get; } = new ConcurrentQueue<OftpserverEndTransferEventArgs>();

    public int Disconnected => Volatile.Read(ref disconnected);

    public int Start()
    {
        Server.Listening = true;
        return Server.LocalPort;
    }

    /// <summary>Starts the server and lets a partner in.</summary>
    public OftpPartner Call()
    {
        var partner = new OftpPartner(Start());
        Harness.True(partner.Open(), "the session was refused: " + partner.EndReason);
        return partner;
    }

    /// <summary>A file to be sent.</summary>
    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose()
    {
        Server.Dispose();
        Directory.Delete(Folder, true);
    }

    /// <summary>Content without a pattern that ends early.</summary>
    public static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
