using AccelSim.Runtime;
using Spectre.Console;

namespace AccelSim.Cli;

/// <summary>Shows what is being done on standard error, where somebody watches; silent otherwise.</summary>
internal sealed class ProgressLine(Terminal terminal, bool quiet)
{
    private readonly bool _shown = !quiet && terminal.IsWatched;

    /// <summary>Runs work with a status line that it may change.</summary>
    public async Task<T> DuringAsync<T>(string begin, Func<Action<string>, Task<T>> work) => _shown
        ? await terminal.Error.Status().Spinner(Spinner.Known.Dots).StartAsync(begin, context => work(text => context.Status(Markup.Escape(text))))
        : await work(_ => { });

    /// <summary>A receiver that shows layer and share of a run.</summary>
    public static IProgress<RunProgress> Of(Action<string> show) => new Receiver(show);

    private sealed class Receiver(Action<string> show) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => show($"simulating {100 * value.Step / Math.Max(1, value.Steps),3} %  {value.What}");
    }
}
