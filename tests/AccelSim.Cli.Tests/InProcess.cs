using System.Globalization;

namespace AccelSim.Cli.Tests;

/// <summary>
/// Runs the command line inside the test process, for tables of many short commands. What a verb writes past <see cref="Console.Out"/>, as
/// <c>run --json</c> does, is not seen.
/// </summary>
internal static class InProcess
{
    private static readonly Lock Streams = new();

    public static Accelsim Run(params string[] args)
    {
        // The standard streams belong to the whole process.
        lock (Streams)
        {
            var before = (Console.Out, Console.Error);
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            using var error = new StringWriter(CultureInfo.InvariantCulture);
            try
            {
                Console.SetOut(output);
                Console.SetError(error);
                var code = CommandLine.RunAsync(args).GetAwaiter().GetResult();
                return new Accelsim(code, output.ToString(), error.ToString());
            }
            finally
            {
                Console.SetOut(before.Out);
                Console.SetError(before.Error);
            }
        }
    }
}
