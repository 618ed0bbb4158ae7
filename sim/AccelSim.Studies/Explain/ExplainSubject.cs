using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccelSim.Compiler;
using AccelSim.Isa.Image;
using AccelSim.Machine;
using AccelSim.Results;
using AccelSim.Runtime;

namespace AccelSim.Studies.Explain;

/// <summary>A model or program on a chip, to be run on variants of that chip: with the program of the chip itself, or compiled anew. What is asked for twice is run once.</summary>
public sealed class ExplainSubject
{
    private readonly LoadedRun _run;
    private readonly string _chipFile;
    private readonly ImmutableArray<string> _settings;
    private readonly ProgramCache _programs;
    private readonly LoadedProgram _program;
    private readonly byte[] _code;
    private readonly CompilerView? _view;
    private readonly ConcurrentDictionary<(string Changes, ProgramImage Program), RunResult> _results = new();

    private ExplainSubject(LoadedRun run, string chipFile, ImmutableArray<string> settings, ProgramCache programs, LoadedProgram program, byte[] code)
    {
        (_run, _chipFile, _settings, _programs, _program, _code) = (run, chipFile, settings, programs, program, code);
        _view = program.Model is null ? null : programs.View(run.ModelPath, run.Chip, ModelOptions.Of(run.Run));
    }

    /// <summary>The chip as it is.</summary>
    public ChipSpec Chip => _run.Chip;

    /// <summary>Simulations so far.</summary>
    public int Runs => _results.Count;

    /// <summary>Programs compiled so far.</summary>
    public int Programs => _programs.Compiled;

    /// <summary>Compiles or loads the program.</summary>
    /// <param name="run">What to run.</param>
    /// <param name="chipFile">File of its chip.</param>
    /// <param name="settings">Overrides of that file which the run already has.</param>
    /// <param name="programs">Where programs are kept.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ExplainSubject> LoadAsync(LoadedRun run, string chipFile, IEnumerable<string> settings, ProgramCache programs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(programs);
        var program = await LoadedProgram.OfAsync(run, programs, cancellation);
        return new(run, chipFile, [.. settings], programs, program, await ProgramBytes.OfAsync(program.Image, cancellation));
    }

    /// <summary>The chip with some values changed; null with the reader's reason where there is none such.</summary>
    public ChipSpec? Variant(IEnumerable<string> changes, out string problem)
    {
        try
        {
            problem = "";
            return ChipFile.Load(_chipFile, [.. _settings, .. changes]);
        }
        catch (ConfigurationException e)
        {
            problem = PointFailure.Text(e);
            return null;
        }
    }

    /// <summary>True where the compiler sees that a chip is another one.</summary>
    public bool LooksDifferent(ChipSpec chip) => _program.Model is not null && _view != View(chip);

    /// <summary>Runs the program of the chip itself on a variant.</summary>
    public Task<RunResult> SameAsync(ChipSpec chip, string changes, CancellationToken cancellation) => RunAsync(chip, changes, _program, cancellation);

    /// <summary>Runs a program compiled for the variant; the same, where the compiler makes the same.</summary>
    public async Task<RunResult> AnewAsync(ChipSpec chip, string changes, CancellationToken cancellation)
    {
        if (!LooksDifferent(chip))
        {
            return await SameAsync(chip, changes, cancellation);
        }

        var program = await LoadedProgram.OfAsync(_run with { Chip = chip }, _programs, cancellation);
        var code = await ProgramBytes.OfAsync(program.Image, cancellation);
        return code.AsSpan().SequenceEqual(_code)
            ? await SameAsync(chip, changes, cancellation) : await RunAsync(chip, changes, program, cancellation);
    }

    private CompilerView? View(ChipSpec chip)
    {
        try
        {
            return _programs.View(_run.ModelPath, chip, ModelOptions.Of(_run.Run));
        }
        catch (CompileException)
        {
            return null;
        }
    }

    private async Task<RunResult> RunAsync(ChipSpec chip, string changes, LoadedProgram program, CancellationToken cancellation)
    {
        if (_results.TryGetValue((changes, program.Image), out var known))
        {
            return known;
        }

        return _results.GetOrAdd((changes, program.Image), await program.RunAsync(_run with { Chip = chip }, cancellation));
    }
}
