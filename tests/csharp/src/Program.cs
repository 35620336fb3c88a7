using System;
using OftpSrv;

/// <summary>
/// The tests of the C# package.
///   OftpSrvTests [PART OF A NAME]   runs them
///   OftpSrvTests --load             loads the native library and tells its version
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length > 0 && args[0] == "--load")
        {
            return Load();
        }

        SurfaceTests.Add();
        BasicTests.Add();
        CertificateTests.Add();
        TransferTests.Add();
        ExceptionTests.Add();
        AwaitedTests.Add();
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
}
