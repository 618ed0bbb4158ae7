using AccelSim.Machine;
using AccelSim.Machine.Simt;
using AccelSim.Results;

namespace AccelSim.Runtime.Simt;

/// <summary>Replays traces of Accel-Sim on a chip of the simt family.</summary>
public static class TraceReplay
{
    /// <summary>True for names of lists of kernels (<c>kernelslist.g</c>) and of kernels' traces (<c>kernel-1.traceg</c>, packed or not).</summary>
    public static bool IsTrace(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = Path.GetExtension(path) is ".xz" or ".gz" ? Path.GetFileNameWithoutExtension(path) : path;
        return Path.GetExtension(name) is ".traceg" || Path.GetExtension(path) is ".g";
    }

    /// <summary>Runs the kernels of a list in order, copies over the host's link between them.</summary>
    /// <param name="path">List of kernels, or one kernel's trace.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="host">The host.</param>
    /// <param name="options">How; an empty name of the model stands for that of the program, as far as the trace tells.</param>
    /// <param name="iterations">How often the program runs, one after the other.</param>
    /// <param name="device">What the device does beside timing.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <exception cref="Traces.TraceException">A file is damaged, foreign, or has opcodes that are not known, which are listed.</exception>
    /// <exception cref="RuntimeException">The chip cannot run it.</exception>
    public static async Task<RunResult> RunAsync(
        string path, ChipSpec chip, HostSpec host, SessionOptions options, int iterations = 1, DeviceOptions? device = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(options);
        if (chip is not SimtChip simt)
        {
            throw new RuntimeException($"a trace of Accel-Sim runs on chips of the family 'simt', and {chip.Name} is of '{chip.Family}'; give --chip v100-sxm2, for instance");
        }

        var program = await TraceProgram.LoadAsync(path, simt, cancellation).ConfigureAwait(false);
        var family = new TraceFamily(program);
        options = options with { Model = options.Model.Length > 0 ? options.Model : program.Image.Name };
        var result = await new DeviceSession(program.Image, chip, host, family, options, device).RunAsync(iterations, cancellation).ConfigureAwait(false);
        return result with { PeakDeviceBytes = family.Device!.Addresses.Bytes };
    }
}
