using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Runs kernels for values, without time. Tasks of a BLOCK launch run one after the other, each alone with a cluster of its own; a UNIONn launch runs in
/// gangs of n clusters, taken along x, then y, then z, with the memory core of every cluster where the kernel uses it. On-chip memories hold nothing from
/// task to task; device memory is the caller's. A memory core sees the task coordinates of the first core of its cluster.
/// </summary>
public sealed class MluFunctionalRunner
{
    private readonly MluMemorySizes _sizes;
    private readonly MluRunnerOptions _options;
    private readonly IMluRunObserver? _observer;
    private readonly MluOnChipMemories _memories;
    private readonly MluDataUnit _unit;
    private readonly List<MluCoreRun> _cores = [];

    /// <summary>Creates a runner.</summary>
    /// <param name="sizes">On-chip memory sizes; the size of device memory is that of <paramref name="gdram"/>.</param>
    /// <param name="gdram">Device memory.</param>
    /// <param name="options">How to run.</param>
    /// <param name="observer">Sees every access, or null.</param>
    public MluFunctionalRunner(MluMemorySizes sizes, byte[] gdram, MluRunnerOptions? options = null, IMluRunObserver? observer = null)
    {
        _sizes = sizes with { Gdram = gdram.Length };
        _options = options ?? new MluRunnerOptions();
        _observer = observer;
        _memories = new MluOnChipMemories(_sizes, gdram);
        _unit = new MluDataUnit(_options.DataUnit);
    }

    /// <summary>Runs one kernel to its end.</summary>
    /// <param name="program">Kernel.</param>
    /// <param name="type">Allocation: BLOCK, or n clusters together.</param>
    /// <param name="dimX">Tasks along x; for UNIONn a multiple of the cores of n clusters.</param>
    /// <param name="dimY">Tasks along y.</param>
    /// <param name="dimZ">Tasks along z.</param>
    /// <param name="arguments">64-bit launch arguments.</param>
    /// <exception cref="MluExecutionException">The launch is impossible, or an instruction cannot be executed.</exception>
    /// <exception cref="MluDeadlockException">The cores wait for one another.</exception>
    public MluLaunchCounts Launch(MluProgram program, MluTaskType type, int dimX, int dimY, int dimZ, ReadOnlyMemory<long> arguments)
    {
        var width = type.IsBlock ? 1 : type.Clusters * _options.CoresPerCluster;
        CheckLaunch(program, type, dimX, dimY, dimZ, width);
        _observer?.LaunchStarted(program);
        var run = new MluGangRun(program, _unit, _options, _observer);
        var usesLdram = UsesLdram(program);
        var gang = 0;
        for (var z = 0; z < dimZ; z++)
        {
            for (var y = 0; y < dimY; y++)
            {
                for (var x = 0; x < dimX; x += width)
                {
                    var tasks = Place(program, type, new MluTask(x, y, z, dimX, dimY, dimZ, 0, type.Clusters, 0, _options.CoresPerCluster));
                    _observer?.GangStarted(gang++, tasks);
                    var cores = Prepare(tasks, Math.Max(1, type.Clusters), arguments, usesLdram);
                    run.Run(cores, Math.Max(1, type.Clusters));
                }
            }
        }

        return new MluLaunchCounts(run.Instructions, run.Operations);
    }

    private void CheckLaunch(MluProgram program, MluTaskType type, int dimX, int dimY, int dimZ, int width)
    {
        var problem = dimX < 1 || dimY < 1 || dimZ < 1 ? $"dimensions {dimX}, {dimY}, {dimZ} are not possible"
            : type.Clusters > _options.Clusters ? $"{type} needs {type.Clusters} clusters, the chip has {_options.Clusters}"
            : dimX % width != 0 ? $"dimension x of a {type} launch must be a multiple of {width}, not {dimX}"
            : type.IsBlock && program.Kernel.UsesMemoryCore ? "a kernel that uses memory cores cannot be launched as BLOCK"
            : null;
        if (problem is not null)
        {
            throw new MluExecutionException(program.Kernel.Name, "launch", problem);
        }
    }

    private MluTask[] Place(MluProgram program, MluTaskType type, MluTask first)
    {
        if (type.IsBlock)
        {
            return [first];
        }

        var tasks = new List<MluTask>();
        for (var cluster = 0; cluster < type.Clusters; cluster++)
        {
            for (var core = 0; core < _options.CoresPerCluster; core++)
            {
                tasks.Add(first with { X = first.X + (cluster * _options.CoresPerCluster) + core, ClusterId = cluster, CoreId = core });
            }

            if (program.Kernel.UsesMemoryCore)
            {
                tasks.Add(first with { X = first.X + (cluster * _options.CoresPerCluster), ClusterId = cluster, CoreId = MluTask.MemoryCoreId });
            }
        }

        return [.. tasks];
    }

    private MluCoreRun[] Prepare(MluTask[] tasks, int clusters, ReadOnlyMemory<long> arguments, bool usesLdram)
    {
        var srams = _memories.Srams(clusters, _options.Poison);
        for (var place = 0; place < tasks.Length; place++)
        {
            if (_cores.Count <= place)
            {
                _cores.Add(new MluCoreRun());
            }

            var task = tasks[place];
            var memory = _memories.Core(place, task.ClusterId, srams, task.IsMemoryCore, usesLdram, _options.Poison);
            _cores[place].Start(task, arguments, task.IsMemoryCore ? _sizes with { Nram = 0, Wram = 0 } : _sizes, memory);
        }

        return [.. _cores.Take(tasks.Length)];
    }

    private static bool UsesLdram(MluProgram program)
    {
        foreach (ref readonly var instruction in program.Instructions)
        {
            var row = MluInstructionSet.Get(instruction.Opcode);
            if (row.Timing == MluTiming.Copy
                ? instruction.Direction.Source() == MluSpace.Ldram || instruction.Direction.Destination() == MluSpace.Ldram
                : row.Timing is MluTiming.Fill or MluTiming.ScalarMemory && instruction.Space == MluSpace.Ldram)
            {
                return true;
            }
        }

        return false;
    }
}
