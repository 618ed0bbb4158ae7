using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using AccelSim.Compiler;
using AccelSim.Graph;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>
/// Compiled programs of one study or comparison. A program is known by the bytes of its model, the options, and what the compiler reads of the chip
/// (<see cref="CompilerView"/>), so chips that differ in anything else share it. Models are read once for each content; files are taken to stay as they are.
/// </summary>
public sealed class ProgramCache
{
    /// <summary>Programs and models kept: more than the values that an axis usually has, so that an inner axis does not drive out what the next round of it needs.</summary>
    private const int Most = 32;

    private readonly ConcurrentDictionary<string, string> _contents = new(StringComparer.Ordinal);
    private readonly RecentResults<string, PreparedModel> _models = new(Most);
    private readonly RecentResults<(string Model, CompilerView Chip), CompiledModel> _programs = new(Most);
    private int _compiled;

    /// <summary>Programs compiled so far.</summary>
    public int Compiled => _compiled;

    /// <summary>The program of a model for a chip; compiled where no chip that looks the same to the compiler had it before.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the number of nodes done and in all.</param>
    /// <exception cref="ModelException">The file is not a model that can be used.</exception>
    /// <exception cref="CompileException">The model does not fit the chip.</exception>
    public CompiledModel Get(string path, ChipSpec chip, ModelOptions options, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Tuning is not null)
        {
            // Tuning runs kernels on the chip: it reads all of it.
            Interlocked.Increment(ref _compiled);
            return ModelCompiler.Compile(path, chip, options, progress);
        }

        var key = Key(path, options);
        var model = Prepared(key, path, options);
        return _programs.Get((key, DeviceFamilies.Of(chip).View(chip, model.Choices)), () =>
        {
            Interlocked.Increment(ref _compiled);
            return model.Compile(chip, progress);
        });
    }

    /// <summary>What the compiler reads of a chip for a model: chips for which it is equal get the same program.</summary>
    /// <exception cref="CompileException">The chip cannot compute with the type.</exception>
    public CompilerView View(string path, ChipSpec chip, ModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DeviceFamilies.Of(chip).View(chip, Prepared(Key(path, options), path, options).Choices);
    }

    private PreparedModel Prepared(string key, string path, ModelOptions options) => _models.Get(key, () => ModelCompiler.Prepare(ModelCompiler.Load(path, options), options));

    // External data lies beside the model, hence its place is part of the key.
    private string Key(string path, ModelOptions options)
    {
        var place = Path.GetFullPath(path);
        var content = _contents.GetOrAdd(place, static file =>
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });
        var dimensions = string.Join(',', options.Dimensions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")));
        var schedules = string.Join(';', options.Schedules.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        return string.Create(CultureInfo.InvariantCulture, $"{place}\n{content}\n{options.Precision} {options.Batch} {options.Mode} {options.WeightSeed}\n{dimensions}\n{schedules}");
    }
}
