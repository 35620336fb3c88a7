using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OftpSrv;

/// <summary>Handlers that return a Task: what they answer counts at their end, and they hold no thread until then.</summary>
internal static class AwaitedTests
{
    private const string Partner = "O0013PARTNER";

    public static void Add()
    {
        Harness.Add("awaited handlers hold no thread, and their answers count", ManyAtOnce);
        Harness.Add("an awaited handler that is through at once has answered", AtOnce);
        Harness.Add("plain and awaited handlers of one event see each other's answers", Both);
        Harness.Add("an awaited handler that throws refuses and is told", Throws);
        Harness.Add("an awaited handler of EndTransfer that throws has deferred", ThrowsInEndTransfer);
        Harness.Add("an answer after the end of an event throws", TooLate);
        Harness.Add("SendFile in an awaited ReadyToSend", SendInReadyToSend);
        Harness.Add("an awaited handler that leaves a SendFile behind", SendLeftBehind);
        Harness.Add("Shutdown and Dispose in an awaited handler return", EndInHandler);
        Harness.Add("Dispose waits for awaited handlers", DisposeWaits);
        Harness.Add("with queued dispatch awaited handlers begin in DoEvents, and their exceptions are told there", Queued);
        Harness.Add("with queued dispatch no handler runs outside of DoEvents or after Dispose", NoneAfterDispose);
    }

    private static void ManyAtOnce()
    {
        var go = new TaskCompletionSource<bool>();
        int waiting = 0;
        using (var test = new TestServer())
        {
            test.Server.SetConfig("EventThreads", "1");
            test.Server.OnAcceptFileAsync += async (sender, e) =>
            {
                Interlocked.Increment(ref waiting);
                await go.Task;
                e.Accept = e.VirtualFileName != "FILE3";
                e.ErrorCode = 14;
                e.FileName = Path.Combine(test.Incoming, e.VirtualFileName + ".later");
            };
            int port = test.Start();
            var answers = new char[5];
            Thread[] threads = Enumerable.Range(0, answers.Length).Select(i => Run(() =>
            {
                using (var partner = new OftpPartner(port, "O0013PARTNER" + i))
                {
                    Harness.True(partner.Open(), "refused");
                    answers[i] = (char)partner.SendFile("FILE" + i, TestServer.Content(10))[0];
                }
            })).ToArray();
            Harness.Eventually(() => Volatile.Read(ref waiting) == answers.Length, "all handlers wait");
            go.SetResult(true);
            Join(threads);
            Harness.Equal("44434", new string(answers), "answers");
            Harness.Equal(
                "FILE0.later FILE1.later FILE2.later FILE4.later",
                string.Join(" ", Directory.GetFiles(test.Incoming).Select(Path.GetFileName).OrderBy(name => name)),
                "files");
        }
    }

    private static void AtOnce()
    {
        using (var test = new TestServer())
        {
            test.Server.OnAcceptFileAsync += (sender, e) =>
            {
                e.FileName = Path.Combine(test.Incoming, "at-once");
                return Task.CompletedTask;
            };
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("FILE", TestServer.Content(10))[0], "answer to EFID");
                Harness.True(File.Exists(Path.Combine(test.Incoming, "at-once")), "the answer was not taken");
            }
        }
    }

    private static void Both()
    {
        using (var test = new TestServer())
        {
            test.Server.OnAcceptFileAsync += async (sender, e) =>
            {
                string name = e.FileName;
                await Task.Delay(20);
                e.FileName = name + ".second";
            };
            test.Server.OnAcceptFileAsync += (sender, e) => null;
            test.Server.OnAcceptFile += (sender, e) => e.FileName = Path.Combine(test.Incoming, "first");
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("FILE", TestServer.Content(10))[0], "answer to EFID");
                Harness.True(File.Exists(Path.Combine(test.Incoming, "first.second")), "the answers were not taken");
            }
        }
    }

    private static void Throws()
    {
        foreach (bool late in new[] { false, true })
        {
            using (var test = new TestServer())
            {
                test.Server.OnAcceptFileAsync += async (sender, e) =>
                {
                    if (late)
                    {
                        await Task.Delay(20);
                    }

                    e.Accept = true;
                    throw new InvalidOperationException("out of ideas");
                };
                using (OftpPartner partner = test.Call())
                {
                    Harness.Equal('3', (char)partner.SendFile("FILE", TestServer.Content(10))[0], "SFNA");
                }

                Harness.Eventually(() => test.Errors.Any(e => e.Description == "out of ideas"), "Error event");
                Harness.Throws<InvalidOperationException>(() => test.Server.DoEvents());
                test.Server.DoEvents();
            }
        }
    }

    private static void ThrowsInEndTransfer()
    {
        using (var test = new TestServer())
        {
            test.Server.OnEndTransferAsync += async (sender, e) =>
            {
                await Task.Delay(50);
                e.SendEndResponse = true;
                throw new InvalidOperationException();
            };
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("FILE", TestServer.Content(10))[0], "answer to EFID");
                Harness.Eventually(() => test.Errors.Count > 0, "Error event");
                partner.GiveTurn();
                partner.Serve();
                Harness.Equal(0, partner.EndResponses.Count, "end responses");
            }
        }
    }

    private static void TooLate()
    {
        int code = 0;
        using (var test = new TestServer())
        {
            test.Server.OnAcceptFile += async (sender, e) =>
            {
                await Task.Delay(50);
                code = Harness.Throws<OftpserverException>(() => e.Accept = false).Code;
            };
            using (OftpPartner partner = test.Call())
            {
                Harness.Equal('4', (char)partner.SendFile("FILE", TestServer.Content(10))[0], "answer to EFID");
                Harness.Eventually(() => code != 0, "an error");
                Harness.Equal(17, code, "code");
            }
        }
    }

    private static void SendInReadyToSend()
    {
        Exception failure = null;
        int ends = 0;
        using (var test = new TestServer())
        {
            test.Server.SetConfig("EventThreads", "1");
            string file = test.Write("file.bin", TestServer.Content(5000));
            test.Server.OnEndTransferAsync += async (sender, e) =>
            {
                await Task.Delay(20);
                Interlocked.Increment(ref ends);
            };
            test.Server.OnReadyToSendAsync += async (sender, e) =>
            {
                try
                {
                    await Task.Delay(20);
                    test.Server.SendFile(e.ConnectionId, Partner, file, "ONE");
                    Harness.Equal(1, ends, "EndTransfer before SendFile returns");
                    Task[] both = new[] { "TWO", "THREE" }
                        .Select(name => Task.Run(() => test.Server.SendFile(e.ConnectionId, Partner, file, name))).ToArray();
                    await Task.WhenAll(both);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }

                test.Server.Logoff(e.ConnectionId);
            };
            using (OftpPartner partner = test.Call())
            {
                partner.GiveTurn();
                partner.Serve();
                Harness.True(failure == null, "" + failure);
                Harness.Equal("ONE THREE TWO", string.Join(" ", partner.Files.Keys.OrderBy(name => name)), "files");
            }
        }
    }

    private static void SendLeftBehind()
    {
        using (var test = new TestServer())
        {
            string file = test.Write("file.bin", TestServer.Content(5000));
            Task left = null;
            var go = new TaskCompletionSource<bool>();
            test.Server.OnStartTransferAsync += (sender, e) => go.Task;
            test.Server.OnReadyToSendAsync += async (sender, e) =>
            {
                if (left == null)
                {
                    await Task.Yield();
                    left = Task.Run(() => test.Server.SendFile(e.ConnectionId, Partner, file, "LEFT"));
                    await Task.Delay(100);
                    go.SetResult(true);
                }
            };
            using (OftpPartner partner = test.Call())
            {
                partner.GiveTurn();
                partner.Serve(() => partner.Files.Count > 0);
                left.Wait(Harness.PatienceMilliseconds);
                Harness.Equal(TaskStatus.RanToCompletion, left.Status, "SendFile");
                Harness.Equal('R', partner.Serve(), "the turn comes back");
                // The connection's events come as before.
                Harness.Equal('4', (char)partner.SendFile("FILE", TestServer.Content(10))[0], "answer to EFID");
            }

            Harness.Eventually(() => test.Disconnected == 1, "Disconnected");
        }
    }

    private static void EndInHandler()
    {
        foreach (bool dispose in new[] { false, true })
        {
            using (var test = new TestServer())
            {
                bool returned = false;
                test.Server.OnAcceptFileAsync += async (sender, e) =>
                {
                    await Task.Delay(20);
                    if (dispose)
                    {
                        test.Server.Dispose();
                    }
                    else
                    {
                        test.Server.Shutdown();
                    }

                    returned = true;
                };
                using (OftpPartner partner = test.Call())
                {
                    // The handler's own answer, which is yes, or the end of the session, whichever is first; never a refusal that
                    // nobody gave. Of a server that is gone it is no yes.
                    char answer = partner.Offer("FILE", 1);
                    Harness.True(dispose ? answer != '2' : answer == '2' || answer == 'F', "answer to SFID: " + answer);
                }

                Harness.Eventually(() => returned, "the handler goes on");
            }
        }
    }

    private static void DisposeWaits()
    {
        var go = new TaskCompletionSource<bool>();
        bool waiting = false, through = false;
        var test = new TestServer();
        test.Server.OnEndTransferAsync += async (sender, e) =>
        {
            waiting = true;
            await go.Task;
            through = true;
        };
        using (OftpPartner partner = test.Call())
        {
            Thread sender = Run(() => partner.SendFile("FILE", TestServer.Content(10)));
            Harness.Eventually(() => waiting, "the handler waits");
            Thread ender = Run(test.Dispose);
            Harness.True(!ender.Join(200), "Dispose did not wait");
            go.SetResult(true);
            Join(ender, sender);
            Harness.True(through, "the handler was not through");
        }
    }

    private static void Queued()
    {
        int elsewhere = 0, told = 0, pump = Thread.CurrentThread.ManagedThreadId;
        Action check = () =>
        {
            if (Thread.CurrentThread.ManagedThreadId != pump)
            {
                Interlocked.Increment(ref elsewhere);
            }
        };
        using (var test = new TestServer())
        {
            test.Server.EventDispatch = Oftpserver.DispatchQueued;
            test.Server.OnAcceptFileAsync += async (sender, e) =>
            {
                check();
                await Task.Delay(20).ConfigureAwait(false);
                throw new InvalidOperationException("queued");
            };
            test.Server.OnError += (sender, e) =>
            {
                check();
                told += e.Description == "queued" ? 1 : 0;
            };
            int port = test.Start();
            char answer = ' ';
            Thread thread = Run(() =>
            {
                using (var partner = new OftpPartner(port))
                {
                    Harness.True(partner.Open(), "refused");
                    answer = (char)partner.SendFile("QUEUED", TestServer.Content(100))[0];
                }
            });
            int thrown = 0;
            Harness.Eventually(
                () =>
                {
                    try
                    {
                        test.Server.DoEvents(10);
                    }
                    catch (InvalidOperationException)
                    {
                        thrown++;
                    }

                    return thrown > 0 && !thread.IsAlive;
                },
                "an exception");
            Harness.Equal('3', answer, "SFNA");
            Harness.Equal(1, told, "Error events");
            Harness.Equal(0, elsewhere, "handlers on other threads");
        }
    }

    /// <summary>Partners come and go while one thread pumps, another sends and a third disposes the server.</summary>
    private static void NoneAfterDispose()
    {
        for (int round = 0; round < 5; round++)
        {
            int pump = 0, outside = 0, late = 0, count = 0;
            bool disposed = false;
            var test = new TestServer();
            string file = test.Write("file.bin", TestServer.Content(100));
            Action check = () =>
            {
                Interlocked.Increment(ref count);
                late += Volatile.Read(ref disposed) ? 1 : 0;
                outside += Thread.CurrentThread.ManagedThreadId != Volatile.Read(ref pump) ? 1 : 0;
            };
            test.Server.EventDispatch = Oftpserver.DispatchQueued;
            test.Server.OnConnectionRequest += (sender, e) => check();
            test.Server.OnAcceptConnection += (sender, e) => check();
            test.Server.OnAcceptFile += (sender, e) => check();
            test.Server.OnPITrail += (sender, e) => check();
            test.Server.OnLog += (sender, e) => check();
            test.Server.OnEndTransferAsync += (sender, e) =>
            {
                check();
                return Task.CompletedTask;
            };
            test.Server.OnError += (sender, e) => check();
            test.Server.OnDisconnected += (sender, e) => check();
            int port = test.Start();
            Thread pumping = Run(() =>
            {
                Volatile.Write(ref pump, Thread.CurrentThread.ManagedThreadId);
                Until<ObjectDisposedException>(() => test.Server.DoEvents(5), 3);
            });
            Thread sending = Run(() => Until<ObjectDisposedException>(
                () => test.Server.SendFile(test.ConnectionId ?? "1", Partner, file, "OUT"), 3));
            Thread[] partners = Enumerable.Range(0, 3).Select(i => Run(() => Until<Exception>(() =>
            {
                using (var partner = new OftpPartner(port, Partner + i))
                {
                    partner.Open();
                    partner.SendFile("FILE" + Guid.NewGuid().ToString("N").Substring(0, 8), TestServer.Content(100));
                    partner.GiveTurn();
                    partner.Serve();
                }
            }))).ToArray();
            Harness.Eventually(() => Volatile.Read(ref count) > 100 * round, "events");
            test.Server.Dispose();
            Volatile.Write(ref disposed, true);
            Thread.Sleep(50);
            Join(partners);
            Join(pumping, sending);
            Directory.Delete(test.Folder, true);
            Harness.Equal(0, late, "handlers after Dispose");
            Harness.Equal(0, outside, "handlers outside of DoEvents");
        }
    }

    /// <summary>Does something until the server is not there any more; its other errors do not count.</summary>
    private static void Until<TEnd>(Action action, int end = -1)
        where TEnd : Exception
    {
        while (true)
        {
            try
            {
                action();
            }
            catch (OftpserverException exception)
            {
                if (exception.Code == end)
                {
                    return;
                }
            }
            catch (TEnd)
            {
                return;
            }
        }
    }

    private static Thread Run(Action action)
    {
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                Console.WriteLine(exception);
            }
        });
        thread.IsBackground = true;
        thread.Start();
        return thread;
    }

    private static void Join(params Thread[] threads)
    {
        foreach (Thread thread in threads)
        {
            Harness.True(thread.Join(Harness.PatienceMilliseconds), "a thread does not end");
        }
    }
}
