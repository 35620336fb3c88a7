using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

/// <summary>
/// A partner that calls the server: an OFTP 2.0 initiator of the plainest kind, over TcpClient. It knows nothing of the library
/// under test.
/// </summary>
internal sealed class OftpPartner : IDisposable
{
    // What we offer; the server's SSID says what holds.
    private int creditLimit = 99;
    private int bufferSize = 2048;

    private readonly TcpClient client;
    private readonly Stream stream;
    private readonly Dictionary<string, byte[]> sfids = new Dictionary<string, byte[]>();
    private byte[] sfid;
    private MemoryStream receiving;
    private int received;

    public OftpPartner(int port, string code = "O0013PARTNER", string password = "SECRET", X509Certificate2 tls = null)
    {
        Code = code;
        Password = password;
        client = new TcpClient(AddressFamily.InterNetwork) { NoDelay = true };
        client.Connect(IPAddress.Loopback, port);
        client.ReceiveTimeout = Harness.PatienceMilliseconds;
        stream = client.GetStream();
        if (tls != null)
        {
            var secure = new SslStream(stream, false, (sender, certificate, chain, errors) => true);
            secure.AuthenticateAsClient("localhost", new X509CertificateCollection { tls }, SslProtocols.Tls12, false);
            stream = secure;
            ServerSubject = secure.RemoteCertificate.Subject;
        }
    }

    public string Code { get; }

    public string Password { get; }

    /// <summary>Over TLS, whom the server says it is.</summary>
    public string ServerSubject { get; }

    /// <summary>What files the server sent, by their names.</summary>
    public Dictionary<string, byte[]> Files { get; } = new Dictionary<string, byte[]>();

    /// <summary>The names of the files whose end response came, an 'E' or 'N' before each.</summary>
    public List<string> EndResponses { get; } = new List<string>();

    /// <summary>The reason of the server's ESID; -1 while there was none.</summary>
    public int EndReason { get; private set; } = -1;

    public string EndText { get; private set; } = string.Empty;

    /// <summary>Exchanges SSRM and SSID. False when the server ends the session instead.</summary>
    public bool Open()
    {
        Expect(Receive(), 'I');
        Send("X5" + Text(Code, 25) + Text(Password, 8) + Number(bufferSize, 5) + "BNYN" + Number(creditLimit, 3) + "N" + Text("", 4) + Text("", 8) + "\r");
        byte[] answer = Receive();
        if (answer != null && (char)answer[0] == 'F')
        {
            Handle(answer);
            return false;
        }

        Expect(answer, 'X');
        bufferSize = int.Parse(Ascii(answer, 35, 5));
        creditLimit = int.Parse(Ascii(answer, 44, 3));
        return true;
    }

    /// <summary>Sends an unstructured file. The command that answered: '4' stored, '3' or '5' refused.</summary>
    public byte[] SendFile(string name, byte[] content, string destination = "O0013SERVER")
    {
        byte[] answer = AnswerTo(name, content.Length, destination);
        if ((char)answer[0] != '2')
        {
            return answer;
        }

        int credit = creditLimit;
        for (int at = 0; at < content.Length || content.Length == 0;)
        {
            var buffer = new MemoryStream();
            buffer.WriteByte((byte)'D');
            do
            {
                int part = Math.Min(63, content.Length - at);
                bool last = at + part == content.Length;
                buffer.WriteByte((byte)(part | (last ? 0x80 : 0)));
                buffer.Write(content, at, part);
                at += part;
            }
            while (at < content.Length && buffer.Length + 64 <= bufferSize);

            SendBytes(buffer.ToArray());
            if (--credit == 0)
            {
                Expect(Receive(), 'C');
                credit = creditLimit;
            }

            if (content.Length == 0)
            {
                break;
            }
        }

        Send("T" + Number(0, 17) + Number(content.Length, 17));
        byte[] end = Receive();
        if ((char)end[0] == 'C')
        {
            end = Receive();
        }

        return end;
    }

    /// <summary>Offers a file. The kind of the answer, 0 for the end of the connection.</summary>
    public char Offer(string name, int length)
    {
        byte[] answer = AnswerTo(name, length, "O0013SERVER");
        return answer == null ? '\0' : (char)answer[0];
    }

    /// <summary>Sends the end response (EERP) of a file that the server sent. The command that answered.</summary>
    public byte[] Confirm(string name, string originator)
    {
        // Name, date and time as they came in the SFID.
        string stamp = Encoding.ASCII.GetString(sfids[name], 30, 18);
        Send("E" + Text(name, 26) + "   " + stamp + Text("", 8) + Text(originator, 25) + Text(Code, 25) + "\0\0\0\0");
        return Receive();
    }

    /// <summary>Gives the server the turn.</summary>
    public void GiveTurn()
    {
        Send("R");
    }

    /// <summary>Ends the session and waits for the end of the connection.</summary>
    public void End()
    {
        Send("F00000\r");
        while (Receive() != null)
        {
        }
    }

    /// <summary>Answers the server until the condition holds, it gives the turn back or it ends the session.</summary>
    /// <returns>The last command: 'R', 'F', 0 for the end of the connection, or what fulfilled the condition.</returns>
    public char Serve(Func<bool> enough = null)
    {
        while (enough == null || !enough())
        {
            byte[] command = Receive();
            char kind = command == null ? '\0' : (char)command[0];
            if (kind == '\0' || kind == 'R')
            {
                return kind;
            }

            Handle(command);
            if (kind == 'F')
            {
                return kind;
            }
        }

        return ' ';
    }

    /// <summary>One command, without its stream header; null at the end of the connection.</summary>
    public byte[] Receive()
    {
        byte[] header = Read(4);
        if (header == null)
        {
            return null;
        }

        Harness.Equal(0x10, (int)header[0], "stream header");
        return Read((header[1] << 16 | header[2] << 8 | header[3]) - 4);
    }

    public void Send(string command)
    {
        SendBytes(Encoding.UTF8.GetBytes(command));
    }

    public void Dispose()
    {
        client.Close();
    }

    public static string Ascii(byte[] command, int from, int length)
    {
        return Encoding.UTF8.GetString(command, from, length).TrimEnd();
    }

    private byte[] AnswerTo(string name, int length, string destination)
    {
        string size = Number((length + 1023) / 1024, 13);
        Send("H" + Text(name, 26) + "   " + "20240131" + "1234560001" + Text("", 8) + Text(destination, 25) + Text(Code, 25)
            + "U" + Number(0, 5) + size + size + Number(0, 17) + "00" + "00" + "0" + "0" + "N" + "000");
        return Receive();
    }

    private static void Expect(byte[] command, char kind)
    {
        Harness.True(command != null, "the connection ended where " + kind + " was due");
        Harness.Equal(kind, (char)command[0], "command");
    }

    private static string Text(string value, int length)
    {
        return value.PadRight(length);
    }

    private static string Number(long value, int length)
    {
        return value.ToString().PadLeft(length, '0');
    }

    private void Handle(byte[] command)
    {
        switch ((char)command[0])
        {
            case 'H':
                sfid = command;
                sfids[Ascii(command, 1, 26)] = command;
                receiving = new MemoryStream();
                received = 0;
                Send("2" + Number(0, 17));
                break;
            case 'D':
                Take(command);
                if (++received % creditLimit == 0)
                {
                    Send("C  ");
                }

                break;
            case 'T':
                Harness.Equal(receiving.Length, long.Parse(Ascii(command, 18, 17)), "EFIDUCNT");
                Files[Ascii(sfid, 1, 26)] = receiving.ToArray();
                Send("4N");
                break;
            case 'E':
            case 'N':
                EndResponses.Add((char)command[0] + Ascii(command, 1, 26));
                Send("P");
                break;
            case 'F':
                EndReason = int.Parse(Ascii(command, 1, 2));
                EndText = Ascii(command, 6, int.Parse(Ascii(command, 3, 3)));
                break;
            default:
                throw new Exception("unexpected command " + (char)command[0]);
        }
    }

    private void Take(byte[] command)
    {
        for (int at = 1; at < command.Length;)
        {
            int header = command[at++];
            int count = header & 0x3f;
            if ((header & 0x40) == 0)
            {
                receiving.Write(command, at, count);
                at += count;
                continue;
            }

            for (; count > 0; count--)
            {
                receiving.WriteByte(command[at]);
            }

            at++;
        }
    }

    private void SendBytes(byte[] command)
    {
        int length = command.Length + 4;
        var buffer = new byte[length];
        buffer[0] = 0x10;
        buffer[1] = (byte)(length >> 16);
        buffer[2] = (byte)(length >> 8);
        buffer[3] = (byte)length;
        command.CopyTo(buffer, 4);
        stream.Write(buffer, 0, length);
    }

    private byte[] Read(int count)
    {
        var buffer = new byte[count];
        for (int at = 0; at < count;)
        {
            int got;
            try
            {
                got = stream.Read(buffer, at, count - at);
            }
            catch (IOException exception)
            {
                var socket = exception.InnerException as SocketException;
                if (socket != null && socket.SocketErrorCode == SocketError.ConnectionReset)
                {
                    return null;
                }

                throw;
            }

            if (got == 0)
            {
                return null;
            }

            at += got;
        }

        return buffer;
    }
}
