using System.CommandLine;
using AccelSim.Machine;
using AccelSim.Machine.Simt;

namespace AccelSim.Cli;

/// <summary>The options about schedules that are tried and kept; shared by the verbs that compile.</summary>
internal sealed class TuningSettings
{
    private readonly Option<int?> _autotune = WholeNumber.Option("--autotune", "simt: try the N best schedules of each product and convolution by simulation, and keep the fastest.");

    private readonly Option<string?> _file = new("--schedule-file")
    {
        Description = "simt: schedules of layers, a line LAYER=SCHEDULE each, as --schedule takes them; --autotune adds what it chose.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(_autotune);
        command.Add(_file);
    }

    /// <summary>What the command line asks for, for a model and a chip.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="model">What is compiled.</param>
    /// <param name="chip">For which chip.</param>
    /// <param name="sample">True to sample long kernels that are tried.</param>
    /// <exception cref="UsageException">It makes no sense for those, or the file cannot be meant.</exception>
    public Tuning Of(ParseResult line, string model, ChipSpec chip, bool sample)
    {
        var (candidates, file) = (line.GetValue(_autotune), line.GetValue(_file));
        if (candidates is null && file is null)
        {
            return Tuning.None;
        }

        var option = candidates is null ? "--schedule-file" : "--autotune";
        if (Path.GetExtension(model) != ".onnx")
        {
            throw new UsageException($"{option}: is for models (.onnx); {model} is compiled already");
        }

        if (chip is not SimtChip simt)
        {
            throw new UsageException($"{option}: is for chips of the family 'simt', and {chip.Name} is of '{chip.Family}'; force schedules with --schedule, or give --chip with a chip of 'simt'");
        }

        if (file is not null && candidates is null && !File.Exists(file))
        {
            throw new UsageException($"{file}: there is no such file; --autotune N --schedule-file {file} makes it");
        }

        return new Tuning(candidates, file, simt, sample);
    }
}
