using System.IO;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>
    /// One connection of a server, by its id. The object is a view: every field is read from and written to the engine. When
    /// the connection is gone, they throw <see cref="OftpserverException"/> with code 126.
    /// </summary>
    public sealed partial class OFTPConnection
    {
        private readonly Oftpserver server;
        private readonly byte[] id;

        internal OFTPConnection(Oftpserver server, string connectionId)
        {
            this.server = server;
            ConnectionId = connectionId;
            id = Utf8.Bytes(connectionId);
        }

        /// <summary>The id of the connection.</summary>
        public string ConnectionId { get; }

        /// <summary>
        /// Where a received file goes instead of to disk. Set it in <see cref="Oftpserver.OnAcceptFile"/> at the latest. Written
        /// to on the engine's threads. Closed after the file unless the setting CloseStreamAfterTransfer is False.
        /// </summary>
        public Stream DownloadStream
        {
            get { return server.Streams.Get(StreamSide.Download, ConnectionId); }
            set { server.Streams.Set(StreamSide.Download, ConnectionId, value); }
        }

        /// <summary>
        /// Where a file to be sent comes from instead of from disk; call <see cref="Oftpserver.SendFile"/> with an empty file
        /// name then. Read on the engine's threads. Closed after the file unless the setting CloseStreamAfterTransfer is False.
        /// </summary>
        public Stream UploadStream
        {
            get { return server.Streams.Get(StreamSide.Upload, ConnectionId); }
            set { server.Streams.Set(StreamSide.Upload, ConnectionId, value); }
        }
    }
}
