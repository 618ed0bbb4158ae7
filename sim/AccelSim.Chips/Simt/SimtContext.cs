using AccelSim.Engine;
using AccelSim.Machine.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>What the parts of a device share.</summary>
internal sealed class SimtContext(SimtChip chip, Simulation simulation, SpanRecorder? trace)
{
    public SimtChip Chip { get; } = chip;

    public Simulation Simulation { get; } = simulation;

    /// <summary>Receives what units do; null for nobody.</summary>
    public SpanRecorder? Trace { get; } = trace;

    /// <summary>Clock of the SMs.</summary>
    public Clock Clock { get; } = new(chip.Clock.Hertz);

    /// <summary>
    /// Cycles by which an SM may run ahead of the rest: nothing reaches it from outside sooner than the crossbar's latency after it was sent, and no block
    /// starts sooner than a block takes to start.
    /// </summary>
    public long Lookahead { get; } = Math.Max(1, Math.Min(chip.Interconnect.Latency.Count, chip.Launch.CtaStart.Count));
}
