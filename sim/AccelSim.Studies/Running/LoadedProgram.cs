using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;
using AccelSim.Runtime;

namespace AccelSim.Studies;

/// <summary>What a run executes, compiled or read.</summary>
/// <param name="Model">The compiled model; null for images and assembly.</param>
/// <param name="Image">Its program.</param>
internal sealed record LoadedProgram(CompiledModel? Model, ProgramImage Image)
{
    /// <summary>Compiles the model of a run for its chip, or reads its program.</summary>
    public static async Task<LoadedProgram> OfAsync(LoadedRun run, ProgramCache programs, CancellationToken cancellation)
    {
        if (ProgramFile.IsProgram(run.ModelPath))
        {
            return new(null, await ProgramFile.LoadAsync(run.ModelPath, run.Chip, cancellation));
        }

        var model = programs.Get(run.ModelPath, run.Chip, ModelOptions.Of(run.Run), (_, _) => cancellation.ThrowIfCancellationRequested());
        return new(model, model.Image);
    }

    /// <summary>Executes it on the chip and host of a run.</summary>
    public Task<RunResult> RunAsync(LoadedRun run, CancellationToken cancellation) => Model is null
        ? Simulator.RunAsync(Image, run.Chip, run.Host, new SessionOptions { Model = Image.Name, Precision = "as compiled", Batch = run.Run.Batch }, run.Run.Iterations, cancellation: cancellation)
        : Simulator.RunAsync(Model, run.Chip, run.Host, run.Run.Iterations, cancellation: cancellation);
}
