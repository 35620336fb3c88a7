// The example of the class reference as it stands, in a program: only `using OftpSrv;`, a Main, the directory, the port from the
// command line and the handler that the example registers but does not show are added.
//
//   ReferenceExample [DIRECTORY [PORT]]
using System;
using OftpSrv;

internal sealed class ReferenceExample
{
    private readonly string myIncomingDir;
    private readonly int port;
    private Oftpserver server;

    private ReferenceExample(string directory, int port)
    {
        myIncomingDir = directory;
        this.port = port;
    }

    private static void Main(string[] args)
    {
        var program = new ReferenceExample(args.Length > 0 ? args[0] : ".", args.Length > 1 ? int.Parse(args[1]) : 3305);
        program.Run();
    }

    private void Run()
    {
        Oftpserver server = new Oftpserver();
        this.server = server;
        server.LocalPort = port;

        server.OnAcceptConnection += new Oftpserver.OnAcceptConnectionHandler(server_OnAcceptConnection);
        server.OnAcceptFile += new Oftpserver.OnAcceptFileHandler(server_OnAcceptFile);
        server.OnReadyToSend += new Oftpserver.OnReadyToSendHandler(server_OnReadyToSend);
        server.OnPITrail += new Oftpserver.OnPITrailHandler(server_OnPITrail);
        server.OnError += new Oftpserver.OnErrorHandler(server_OnError);
        server.ServerSSIDCode = "SERVERSSID";
        server.ServerSFIDCode = "SERVERSFID";
        server.ServerPassword = "SERVER";
        server.Listening = true;

        Console.WriteLine("listening on port " + server.LocalPort);

        //Within the main loop of the application call server.DoEvents() in a loop
        //to process events.
        while (server.Listening)
        {
            server.DoEvents();
        }
    }

    //When the ReadyToSend event fires the server can then send files to the client. To do this call the SendFile method from a worker thread.
    //Alternatively, monitor the server.Connections[<ConnectionId>].ReadyToSend field to determine when files can be sent.
    void server_OnReadyToSend(object sender, OftpserverReadyToSendEventArgs e)
    {
        // Nothing to send: the session ends.
        server.Logoff(e.ConnectionId);
    }

    void server_OnAcceptConnection(object sender, OftpserverAcceptConnectionEventArgs e)
    {
        server.Connections[e.ConnectionId].DownloadDirectory = myIncomingDir;
    }

    void server_OnAcceptFile(object sender, OftpserverAcceptFileEventArgs e)
    {
        //e.Accept = false; //To reject a file set e.Accept to false
    }

    void server_OnPITrail(object sender, OftpserverPITrailEventArgs e)
    {
        string direction = "";
        if(e.Direction == 0)
            direction = "CLIENT";
        else
            direction = "SERVER";
        Console.WriteLine(direction + ": " + e.CommandId + ": " + e.CommandDescription);
    }

    void server_OnError(object sender, OftpserverErrorEventArgs e)
    {
        Console.WriteLine("Error: " + e.ErrorCode + ": " + e.Description);
    }
}
