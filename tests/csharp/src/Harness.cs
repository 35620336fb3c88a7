using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using OftpSrv;

/// <summary>A test that cannot be run here.</summary>
internal sealed class SkipException : Exception
{
    public SkipException(string why)
        : base(why)
    {
    }
}

/// <summary>Runs tests and counts; the last line is "N passed, N failed, N skipped".</summary>
internal static class Harness
{
    public const int PatienceMilliseconds = 20000;

    private static readonly List<KeyValuePair<string, Action>> Tests = new List<KeyValuePair<string, Action>>();

    public static void Add(string name, Action test)
    {
        Tests.Add(new KeyValuePair<string, Action>(name, test));
    }

    public static int Run(string filter)
    {
        int passed = 0, failed = 0, skipped = 0;
        foreach (var test in Tests)
        {
            if (filter != null && test.Key.IndexOf(filter, StringComparison.OrdinalIgnoreCase) < 0)
            {
                continue;
            }

            try
            {
                test.Value();
                passed++;
                Console.WriteLine("ok      " + test.Key);
            }
            catch (SkipException skip)
            {
                skipped++;
                Console.WriteLine("skipped " + test.Key + ": " + skip.Message);
            }
            catch (Exception exception)
            {
                failed++;
                Console.WriteLine("FAILED  " + test.Key);
                Console.WriteLine(exception);
            }
        }

        Console.WriteLine(passed + " passed, " + failed + " failed, " + skipped + " skipped");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    public static void Equal<T>(T expected, T actual, string what = "value")
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new Exception(what + " is <" + actual + ">, not <" + expected + ">");
        }
    }

    public static void Bytes(byte[] expected, byte[] actual, string what = "content")
    {
        Equal(BitConverter.ToString(expected), BitConverter.ToString(actual), what);
    }

    public static void True(bool condition, string what)
    {
        if (!condition)
        {
            throw new Exception(what);
        }
    }

    public static T Throws<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T expected)
        {
            return expected;
        }

        throw new Exception("no " + typeof(T).Name);
    }

    public static void Fails(int code, Action action, string says = "")
    {
        OftpserverException error = Throws<OftpserverException>(action);
        Equal(code, error.Code, "code of \"" + error.Message + "\"");
        True(error.Message.Length > 0, "an error without a message");
        True(error.Message.Contains(says), "\"" + error.Message + "\" does not say " + says);
    }

    /// <summary>Waits until a condition holds; events come on other threads.</summary>
    public static void Eventually(Func<bool> condition, string what)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            True(clock.ElapsedMilliseconds < PatienceMilliseconds, "never: " + what);
            Thread.Sleep(2);
        }
    }
}
