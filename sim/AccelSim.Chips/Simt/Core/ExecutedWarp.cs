using AccelSim.Functional.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>A warp of a program.</summary>
internal sealed class ExecutedWarp(SimtInterpreter interpreter) : WarpFront
{
    private readonly SimtWarp _warp = new();
    private bool _values;

    /// <summary>Begins warp <paramref name="number"/> of a block.</summary>
    public void Start(SimtLaunchState launch, SimtBlock block, int number)
    {
        _warp.Start(launch, block, number);
        _values = launch.Global is not null && !launch.ControlOnly;
        (Pc, AllLanes) = (_warp.Pc, _warp.AllLanes);
    }

    /// <inheritdoc/>
    public override SimtStep Step(long cycle, SimtAccess access)
    {
        _warp.Clock = (uint)cycle;
        var step = interpreter.Step(_warp, _values, access);
        Pc = _warp.Pc;
        return step;
    }

    /// <inheritdoc/>
    public override string Describe() => _warp.ToString();

    /// <inheritdoc/>
    public override string Describe(int pc) => _warp.Launch.Program.Describe(pc);
}
