using System.Collections.Immutable;
using AccelSim.Compiler.Simt;
using AccelSim.Machine.Simt;
using AccelSim.Runtime;
using AccelSim.Runtime.Simt;

namespace AccelSim.Cli;

/// <summary>Schedules that are read from a file, tried by simulation, and written to that file.</summary>
/// <param name="candidates">Schedules tried for each product; null to try none.</param>
/// <param name="file">File of schedules; null for none.</param>
/// <param name="chip">Chip; null where there is nothing to do.</param>
/// <param name="sample">True to sample long kernels that are tried.</param>
internal sealed class Tuning(int? candidates, string? file, SimtChip? chip, bool sample)
{
    private readonly ImmutableSortedDictionary<string, string> _known = file is not null && File.Exists(file) ? ScheduleFile.Read(file) : ImmutableSortedDictionary<string, string>.Empty;
    private readonly SortedDictionary<string, string> _chosen = new(StringComparer.Ordinal);
    private readonly List<TunedProduct> _tried = [];

    /// <summary>Nothing was asked for.</summary>
    public static Tuning None => new(null, null, null, false);

    /// <summary>What was tried so far.</summary>
    public IReadOnlyList<TunedProduct> Tried => _tried;

    /// <summary>The file that will be written; null where none is.</summary>
    public string? Output => candidates is null ? null : file;

    /// <summary>The options of a compilation with what is known and tried.</summary>
    /// <param name="options">The options; schedules that they force win over those of the file.</param>
    /// <param name="show">Is shown progress.</param>
    /// <param name="cancellation">Ends a trial.</param>
    public ModelOptions Over(ModelOptions options, Action<string> show, CancellationToken cancellation) => options with
    {
        Schedules = _known.ToImmutableDictionary().SetItems(options.Schedules),
        Tuning = candidates is not { } most ? null : new ProductTuning
        {
            Candidates = most,
            Cycles = program => ProductTimer.Cycles(chip!, program, sample, cancellation),
            Tried = _tried.Add,
            Chosen = (layer, schedule) => _chosen[layer] = schedule,
            Trying = (layer, tried, of) => show($"trying schedule {tried + 1} of {of} for {layer}"),
        },
    };

    /// <summary>Adds the file of schedules to those that are written.</summary>
    public void AddTo(OutputSet files) => files.AddText(Output, text => ScheduleFile.Write(
        _chosen, $"schedules for {chip!.Name}, chosen by accelsim --autotune {candidates}; read them with --schedule-file", text));
}
