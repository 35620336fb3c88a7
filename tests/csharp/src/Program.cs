using System;
using System.IO;
using System.Text;
using OftpSrv;

/// <summary>
/// The tests of the C# package.
///   OftpSrvTests [PART OF A NAME]           runs them
///   OftpSrvTests --load                     loads the native library and tells its version
///   OftpSrvTests --deliver PORT CODE NAME   sends a file as a partner, for trying out the examples
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length > 0 && args[0] == "--load")
        {
            return Load();
        }

        if (args.Length > 3 && args[0] == "--deliver")
        {
            return Deliver(int.Parse(args[1]), args[2], args[3]);
        }

        SurfaceTests.Add();
        BasicTests.Add();
        CertificateTests.Add();
        TransferTests.Add();
        ExceptionTests.Add();
        StreamTests.Add();
        TlsTests.Add();
        if (args.Length == 0)
        {
            Harness.Add("no handle is left", BasicTests.NoLiveHandles);
        }

        return Harness.Run(args.Length > 0 ? args[0] : null);
    }

    private static int Load()
    {
        try
        {
            Console.WriteLine(Oftpserver.NativeVersion);
            return 0;
        }
        catch (DllNotFoundException exception)
        {
            Console.WriteLine(exception.Message);
            return 1;
        }
    }

    private static int Deliver(int port, string code, string name)
    {
        using (var partner = new OftpPartner(port, code))
        {
            if (!partner.Open())
            {
                Console.WriteLine("refused: " + partner.EndReason);
                return 1;
            }

            byte[] answer = partner.SendFile(name, Encoding.UTF8.GetBytes("hello from " + code + "\n"));
            Console.WriteLine("answer " + (char)answer[0]);
            partner.GiveTurn();
            char last = partner.Serve();
            foreach (string response in partner.EndResponses)
            {
                Console.WriteLine("end response " + response);
            }

            foreach (var file in partner.Files)
            {
                Console.WriteLine("received " + file.Key + ", " + file.Value.Length + " bytes");
            }

            Console.WriteLine(last == 'F' ? "session ended with " + partner.EndReason : "the turn is back");
            return answer[0] == '4' ? 0 : 1;
        }
    }
}
