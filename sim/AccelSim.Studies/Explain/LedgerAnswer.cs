using AccelSim.Engine;
using AccelSim.Machine;
using AccelSim.Results;
using AccelSim.Runtime;

namespace AccelSim.Studies.Explain;

/// <summary>
/// What the ledger says exactly: where every launch is on the critical path, a number that each launch pays once and in full is paid as often as there are launches, and
/// the time with another value of it follows without simulating. That every launch is on the path shows in the time of their ends: all of them, to the femtosecond.
/// </summary>
internal sealed class LedgerAnswer
{
    private readonly RunResult _run;
    private readonly long _launches;
    private readonly LaunchCost[] _costs;

    /// <summary>Looks whether the ledger of a run answers.</summary>
    public LedgerAnswer(RunResult run, ChipSpec chip)
    {
        _run = run;
        var costs = DeviceFamilies.Of(chip).LaunchCosts(chip);
        var launches = run.Layers.Sum(layer => (long)layer.Launches);
        var drained = run.Causes.Shares.Where(share => share.Cause == Cause.Drain).Sum(share => share.Femtoseconds);
        var drain = costs.Where(cost => cost.Cause == Cause.Drain).Sum(cost => cost.Femtoseconds);
        var answers = drained > 0 && drained == launches * drain;
        _launches = launches;
        _costs = answers ? [.. costs] : [];
    }

    /// <summary>Time of an inference with another value of a number, fs; null where the ledger does not say.</summary>
    public long? Time(ParameterStep step)
    {
        var cost = Array.Find(_costs, cost => cost.Path == step.Parameter.Path);
        return cost is null || step.Parameter.Units != Duration.Units ? null : _run.Femtoseconds + (_launches * (step.Value - step.Parameter.Value));
    }

    /// <summary>Parts that layers have in the time of such a number.</summary>
    public IEnumerable<(string Name, double Share)> Layers() => _run.Layers.Select(layer => (layer.Name, layer.Launches / (double)_launches));
}
