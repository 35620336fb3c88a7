using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using OftpSrv.Native;

namespace OftpSrv
{
    /// <summary>The connections of a server by their id. Every look is at the connections of that moment.</summary>
    public sealed class OFTPConnectionMap : IReadOnlyDictionary<string, OFTPConnection>
    {
        private readonly Oftpserver server;

        internal OFTPConnectionMap(Oftpserver server)
        {
            this.server = server;
        }

        /// <summary>How many connections there are.</summary>
        public int Count => Ids().Length;

        /// <summary>The ids of the connections.</summary>
        public IEnumerable<string> Keys => Ids();

        /// <summary>The connections.</summary>
        public IEnumerable<OFTPConnection> Values
        {
            get
            {
                foreach (string id in Ids())
                {
                    yield return new OFTPConnection(server, id);
                }
            }
        }

        /// <summary>The connection with this id.</summary>
        /// <param name="connectionId">The id, as the events tell it.</param>
        /// <exception cref="OftpserverException">Code 126: there is no such connection.</exception>
        public OFTPConnection this[string connectionId]
        {
            get
            {
                bool connected;
                NativeStatus.Check(NativeMethods.oftpsrv_connection_get_connected(server.Handle, Utf8.Bytes(connectionId), out connected));
                return new OFTPConnection(server, connectionId);
            }
        }

        /// <summary>Whether there is a connection with this id.</summary>
        /// <param name="key">The id.</param>
        /// <returns>True when there is.</returns>
        public bool ContainsKey(string key)
        {
            bool connected;
            int status = NativeMethods.oftpsrv_connection_get_connected(server.Handle, Utf8.Bytes(key), out connected);
            if (status == OftpserverErrors.InvalidConnectionId)
            {
                return false;
            }

            NativeStatus.Check(status);
            return true;
        }

        /// <summary>The connection with this id, if there is one.</summary>
        /// <param name="key">The id.</param>
        /// <param name="value">The connection, or null.</param>
        /// <returns>True when there is one.</returns>
        public bool TryGetValue(string key, out OFTPConnection value)
        {
            value = ContainsKey(key) ? new OFTPConnection(server, key) : null;
            return value != null;
        }

        /// <summary>Goes through the connections that there are now.</summary>
        /// <returns>Ids and connections.</returns>
        public IEnumerator<KeyValuePair<string, OFTPConnection>> GetEnumerator()
        {
            foreach (string id in Ids())
            {
                yield return new KeyValuePair<string, OFTPConnection>(id, new OFTPConnection(server, id));
            }
        }

        /// <inheritdoc/>
        IEnumerator IEnumerable.GetEnumerator()
        {
            return GetEnumerator();
        }

        private string[] Ids()
        {
            IntPtr ids;
            UIntPtr count;
            NativeStatus.Check(NativeMethods.oftpsrv_connections(server.Handle, out ids, out count));
            try
            {
                var list = new string[checked((int)count.ToUInt64())];
                for (int i = 0; i < list.Length; i++)
                {
                    list[i] = Utf8.Read(Marshal.ReadIntPtr(ids, i * IntPtr.Size));
                }

                return list;
            }
            finally
            {
                NativeMethods.oftpsrv_connections_free(ids, count);
            }
        }
    }
}
