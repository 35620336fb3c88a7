using System;
using System.IO;
using System.Linq;
using System.Threading;
using OftpSrv;

/// <summary>Streams in place of files.</summary>
internal static class StreamTests
{
    public static void Add()
    {
        Harness.Add("DownloadStream takes a received file", Download);
        Harness.Add("DownloadStream stays open with CloseStreamAfterTransfer=False", DownloadStaysOpen);
        Harness.Add("a DownloadStream that fails refuses the file", DownloadFails);
        Harness.Add("UploadStream gives a file to be sent", Upload);
        Harness.Add("an UploadStream that fails ends the sending", UploadFails);
        Harness.Add("a stream that was replaced is not used", Replace);
        Harness.Add("a stream of the wrong direction is refused", WrongDirection);
    }

    private static void Download()
    {
        byte[] content = TestServer.Content(500000);
        using (var test = new TestServer())
        {
            var stream = new Observed(new MemoryStream());
            test.Server.OnAcceptFile += (sender, e) => test.Server.Connections[e.ConnectionId].DownloadStream = stream;
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("STREAMED", content)[0], "answer to EFID");
                Harness.Eventually(() => stream.Closed == 1, "the closing of the stream");
                Harness.Bytes(content, stream.Inner.ToArray());
                Harness.Equal(0, Directory.GetFiles(test.Incoming).Length, "files");
                Harness.True(test.Server.Connections[test.ConnectionId].DownloadStream == null, "the closed stream is still set");
            }
        }
    }

    private static void DownloadStaysOpen()
    {
        byte[] content = TestServer.Content(100);
        var stream = new Observed(new MemoryStream());
        using (var test = new TestServer())
        {
            test.Server.Config("CloseStreamAfterTransfer=False");
            test.Server.OnAcceptConnection += (sender, e) => test.Server.Connections[e.ConnectionId].DownloadStream = stream;
            using (OftpPartner partner = test.Call())
            {
                Harness.True(ReferenceEquals(stream, test.Server.Connections[test.ConnectionId].DownloadStream), "another stream");
                byte[] answer = partner.SendFile("ONE", content);
                Harness.Equal('4', (char)answer[0], "answer to EFID");
                if ((char)answer[1] == 'Y')
                {
                    // The server wants the turn for its end response.
                    partner.GiveTurn();
                    Harness.Equal('R', partner.Serve(), "the turn did not come back");
                }

                Harness.Equal('4', (char)partner.SendFile("TWO", content)[0], "answer to EFID");
                Harness.Bytes(content.Concat(content).ToArray(), stream.Inner.ToArray());
            }

            Harness.Eventually(() => test.Disconnected > 0, "Disconnected");
        }

        Harness.Equal(0, stream.Closed, "closings");
    }

    private static void DownloadFails()
    {
        var broken = new IOException("no room");
        using (var test = new TestServer())
        {
            test.Server.OnAcceptFile += (sender, e) =>
                test.Server.Connections[e.ConnectionId].DownloadStream = new Observed(new MemoryStream()) { Failure = broken };
            using (OftpPartner partner = test.Call())
            {
                byte[] answer = partner.SendFile("FAILS", TestServer.Content(1000));
                Harness.Equal('5', (char)answer[0], "answer to EFID");
            }

            Harness.Eventually(() => test.Errors.Any(e => e.Description.Contains("no room")), "Error event");
            Harness.True(ReferenceEquals(broken, Harness.Throws<IOException>(() => test.Server.DoEvents())), "another exception");
        }
    }

    private static void Upload()
    {
        byte[] content = TestServer.Content(200000);
        using (var test = new TestServer())
        {
            var stream = new Observed(new MemoryStream(content));
            test.Server.OnReadyToSend += (sender, e) =>
            {
                if (test.Transfers.IsEmpty)
                {
                    test.Server.Connections[e.ConnectionId].UploadStream = stream;
                    test.Server.SendFileAsync(e.ConnectionId, "O0013PARTNER", string.Empty, "UPLOAD");
                }
            };
            using (OftpPartner partner = test.Call())
            {
                partner.GiveTurn();
                partner.Serve(() => partner.Files.Count == 1);
                Harness.Bytes(content, partner.Files["UPLOAD"]);
                Harness.Eventually(() => stream.Closed == 1, "the closing of the stream");
            }
        }
    }

    private static void UploadFails()
    {
        using (var test = new TestServer())
        {
            test.Server.OnReadyToSend += (sender, e) =>
            {
                test.Server.Connections[e.ConnectionId].UploadStream = new Observed(new MemoryStream(new byte[100])) { Failure = new IOException("torn") };
                test.Server.SendFileAsync(e.ConnectionId, "O0013PARTNER", string.Empty, "UPLOAD");
            };
            using (OftpPartner partner = test.Call())
            {
                partner.GiveTurn();
                Harness.Eventually(() => test.Errors.Any(e => e.Description.Contains("torn")), "Error event");
                Harness.Equal(0, partner.Files.Count, "files");
            }

            Harness.Throws<IOException>(() => test.Server.DoEvents());
        }
    }

    private static void Replace()
    {
        byte[] content = TestServer.Content(100);
        using (var test = new TestServer())
        {
            var first = new Observed(new MemoryStream());
            var second = new Observed(new MemoryStream());
            test.Server.OnAcceptFile += (sender, e) =>
            {
                OFTPConnection connection = test.Server.Connections[e.ConnectionId];
                connection.DownloadStream = first;
                connection.DownloadStream = null;
                Harness.True(connection.DownloadStream == null, "the stream is still set");
                connection.DownloadStream = first;
                connection.DownloadStream = second;
            };
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("REPLACED", content)[0], "answer to EFID");
                Harness.Bytes(content, second.Inner.ToArray());
                Harness.Equal(0L, first.Inner.Length, "bytes in the first stream");
                Harness.Equal(0, first.Closed, "closings of the first stream");
            }
        }
    }

    private static void WrongDirection()
    {
        using (var test = new TestServer())
        using (test.Call())
        {
            OFTPConnection connection = test.Server.Connections[test.ConnectionId];
            Harness.Throws<ArgumentException>(() => connection.DownloadStream = new MemoryStream(new byte[1], false));
        }
    }

    /// <summary>A stream that counts its closings and fails on wish.</summary>
    private sealed class Observed : Stream
    {
        private int closed;

        public Observed(MemoryStream inner)
        {
            Inner = inner;
        }

        public MemoryStream Inner { get; }

        public Exception Failure { get; set; }

        public int Closed => Volatile.Read(ref closed);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Inner.Length;

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Failure != null)
            {
                throw Failure;
            }

            return Inner.Read(buffer, offset, count);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Failure != null)
            {
                throw Failure;
            }

            Inner.Write(buffer, offset, count);
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            throw new NotSupportedException();
        }

        public override void SetLength(long value)
        {
            throw new NotSupportedException();
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref closed);
        }
    }
}
