using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>The short way: compile a model and run it.</summary>
public static class Simulator
{
    /// <summary>Runs a compiled model for time; for values too only where its timing depends on them.</summary>
    public static Task<RunResult> RunAsync(
        CompiledModel model, ChipSpec chip, HostSpec host, int iterations = 1, bool cold = false, DeviceOptions? device = null,
        IProgress<RunProgress>? progress = null, RunLimit? limit = null, CancellationToken cancellation = default)
    {
        var options = new SessionOptions
        {
            Model = model.Image.Name,
            Precision = model.Precision,
            Format = model.Format,
            Mode = model.Options.Mode,
            Batch = model.Options.Batch,
            Cold = cold,
            Progress = progress,
            Limit = limit ?? RunLimit.None,
        };
        return RunAsync(model.Image, chip, host, options, iterations, (device ?? new DeviceOptions()) with { Graph = model.Graph }, cancellation);
    }

    /// <summary>Runs a program image for time; for values too only where its timing depends on them.</summary>
    public static Task<RunResult> RunAsync(
        ProgramImage image, ChipSpec chip, HostSpec host, SessionOptions options, int iterations = 1, DeviceOptions? device = null,
        CancellationToken cancellation = default) =>
        new DeviceSession(image, chip, host, DeviceFamilies.Of(chip), options, device).RunAsync(iterations, cancellation);
}
