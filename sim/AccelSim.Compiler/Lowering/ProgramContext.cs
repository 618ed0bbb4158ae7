using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AccelSim.Graph;
using AccelSim.Graph.Operators;
using AccelSim.Isa.Image;
using AccelSim.Tensors;

namespace AccelSim.Compiler.Lowering;

/// <summary>
/// The program being lowered, for any family: where every value lies, which buffers exist and which steps have been emitted. Lowerings ask for views of
/// operands and define views of results.
/// </summary>
internal abstract class ProgramContext(ModelGraph graph, CompileOptions options)
{
    private readonly Dictionary<int, TensorView> _views = [];
    private readonly Dictionary<(int, string), TensorView> _copies = [];
    private readonly HashSet<Node> _absorbed = [];
    private readonly HashSet<string> _obeyed = new(StringComparer.Ordinal);

    public ModelGraph Graph { get; } = graph;

    public CompileOptions Options { get; } = options;

    public List<PlannedBuffer> Buffers { get; } = [];

    public List<LoweredStep> Steps { get; } = [];

    /// <summary>Element type of activations and weights in device memory.</summary>
    public ElementType Precision => Options.Precision;

    /// <summary>Bytes of an element of <see cref="Precision"/>.</summary>
    public int ElementBytes => Precision.SizeInBytes();

    /// <summary>The schedule that is forced on a node, or null; remembers that it was asked for.</summary>
    public string? ForcedSchedule(Node node)
    {
        if (!Options.Schedules.TryGetValue(node.Name, out var text))
        {
            return null;
        }

        _obeyed.Add(node.Name);
        return text;
    }

    /// <summary>The schedule that is forced on a node, read from its text; null where none is.</summary>
    /// <exception cref="CompileException">The text is not a schedule.</exception>
    public T? ForcedSchedule<T>(Node node, Func<string, T> parse)
        where T : struct
    {
        try
        {
            return ForcedSchedule(node) is { } text ? parse(text) : null;
        }
        catch (FormatException problem)
        {
            throw new CompileException(problem.Message, node.Name);
        }
    }

    /// <summary>Names of layers on which a schedule was forced but which no kernel took.</summary>
    public IEnumerable<string> UnusedSchedules => Options.Schedules.Keys.Where(name => !_obeyed.Contains(name)).Order(StringComparer.Ordinal);

    // ---- nodes that another node's kernel computes --------------------------------------------------------------------------------

    public bool IsAbsorbed(Node node) => _absorbed.Contains(node);

    public void Absorb(Node node) => _absorbed.Add(node);

    // ---- values --------------------------------------------------------------------------------------------------------------------

    /// <summary>Element type of a value in device memory: the compile precision for floats and truth values.</summary>
    public ElementType StorageType(Value value) => value.Element switch
    {
        ElementType.Int64 or ElementType.Int32 => value.Element,
        _ when IsFloat(value.Element) => Precision,
        _ => throw new CompileException($"value '{value.Name}' of type {value.Element} has no device form", null),
    };

    public bool IsFloat(ValueId id) => IsFloat(Graph[id].Element);

    /// <summary>True where a value can lie in device memory as a float or as an integer.</summary>
    public bool HasDeviceForm(ValueId id) => IsFloat(id) || Graph[id].Element is ElementType.Int32 or ElementType.Int64;

    /// <summary>The value of a constant with one element; null for anything else.</summary>
    public double? Scalar(ValueId id) => !id.IsNone && Graph[id] is { Constant: { } constant, Shape.ElementCount: 1 } ? constant.Load().ToDoubles()[0] : null;

    public bool IsDefined(ValueId id) => _views.ContainsKey(id.Index) || Graph[id].IsConstant;

    public void Define(ValueId id, TensorView view) => _views[id.Index] = view;

    /// <summary>Where a value lies; constants are placed on first use.</summary>
    public TensorView View(ValueId id)
    {
        if (!_views.TryGetValue(id.Index, out var view))
        {
            var value = Graph[id];
            var constant = value.Constant ?? throw new InvalidOperationException($"'{value.Name}' is used before it is computed");
            var type = StorageType(value);
            view = TensorView.Dense(
                AddConstant(value.Name, type, value.Shape.Dims, value.Shape.ElementCount * type.SizeInBytes(), () => Contents(constant, type)), value.Shape.Dims);
            _views[id.Index] = view;
        }

        return view;
    }

    /// <summary>A view of a value that lies row-major without gaps, copied there if need be.</summary>
    public TensorView Dense(ValueId id) => InOrder(id, [.. Enumerable.Range(0, Graph[id].Shape.Rank)]);

    /// <summary>A view of a value that lies channels last without gaps, copied there if need be.</summary>
    public TensorView ChannelsLast(ValueId id) => InOrder(id, TensorView.ChannelsLastOrder(Graph[id].Shape.Rank));

    /// <summary>A view of a value whose axes lie in the given order without gaps, copied there if need be.</summary>
    public TensorView InOrder(ValueId id, int[] order) => Copied(View(id), order, Graph[id].Name, StorageType(Graph[id]));

    /// <summary>Where a factor of a product lies: its last two axes in turn where it counts as transposed.</summary>
    public TensorView Matrix(ValueId id, bool transposed)
    {
        var view = View(id);
        var rank = view.Dims.Length;
        return transposed ? view.Permuted([.. Enumerable.Range(0, rank - 2).Select(axis => (long)axis), rank - 1, rank - 2]) : view;
    }

    /// <summary>
    /// The order in which a product's result is stored: where a transpose alone reads it, and leaves the last axis, that of the transpose, which then costs nothing.
    /// </summary>
    public int[] ResultOrder(ValueId id)
    {
        var rank = Graph[id].Shape.Rank;
        return Graph.OnlyConsumer(id) is { Operator: Transpose { Permutation: var permutation } } && permutation[^1] == rank - 1
            ? [.. permutation.Select(axis => (int)axis)]
            : [.. Enumerable.Range(0, rank)];
    }

    /// <summary>A constant vector times a factor, one element of it repeated where it has no more, as a constant of the program.</summary>
    public TensorView ScaledVector(ValueId id, long count, double scale)
    {
        var value = Graph[id];
        var constant = value.Constant ?? throw new CompileException("a bias that is computed needs factor 1", value.Name);
        var type = Precision;
        var buffer = AddConstant(value.Name + ".bias", type, [count], count * ElementBytes, () =>
        {
            var source = Array.ConvertAll(Floats(constant.Load()), element => (float)(element * scale));
            return DeviceFloats.Convert(source.Length == count ? source : [.. Enumerable.Repeat(source[0], (int)count)], type);
        });
        return TensorView.Dense(buffer, [count]);
    }

    /// <summary>The same elements in another order without gaps.</summary>
    public TensorView Copied(TensorView view, int[] order, string name, ElementType type)
    {
        var wanted = TensorView.DenseInOrder(view.Buffer, view.Dims, order);
        if (Enumerable.Range(0, view.Dims.Length).All(axis => view.Dims[axis] == 1 || view.Strides[axis] == wanted.Strides[axis]))
        {
            return view;
        }

        var key = (view.Buffer, $"{view.Offset}:{string.Join(',', view.Dims)}:{string.Join(',', view.Strides)}:{string.Join(',', order)}");
        if (!_copies.TryGetValue(key, out var copy))
        {
            copy = NewTensor($"{name}.copy", type, view.Dims, order);
            EmitCopy($"{name}.layout", "Layout", view, copy, type);
            _copies[key] = copy;
        }

        return copy;
    }

    // ---- buffers -------------------------------------------------------------------------------------------------------------------

    /// <summary>A new buffer for a computed tensor, axes stored in the given order (row-major when empty).</summary>
    public TensorView NewTensor(string name, ElementType type, IEnumerable<long> dims, ReadOnlySpan<int> order = default)
    {
        ImmutableArray<long> extents = [.. dims];
        var count = extents.Aggregate(1L, (product, dim) => product * dim);
        Buffers.Add(new PlannedBuffer { Name = name, Kind = BufferKind.Workspace, Type = type, Dims = extents, Order = [.. order], Bytes = Math.Max(1, count * type.SizeInBytes()) });
        return order.IsEmpty ? TensorView.Dense(Buffers.Count - 1, extents) : TensorView.DenseInOrder(Buffers.Count - 1, extents, order);
    }

    /// <summary>A buffer for a result of the graph, in the given order.</summary>
    public TensorView NewResult(ValueId id, ReadOnlySpan<int> order = default)
    {
        var view = NewTensor(Graph[id].Name, StorageType(Graph[id]), Graph[id].Shape.Dims, order);
        Define(id, view);
        return view;
    }

    public int AddConstant(string name, ElementType type, IEnumerable<long> dims, long bytes, Func<byte[]> content)
    {
        Buffers.Add(new PlannedBuffer { Name = name, Kind = BufferKind.Weight, Type = type, Dims = [.. dims], Bytes = Math.Max(1, bytes), Content = content });
        return Buffers.Count - 1;
    }

    /// <summary>A constant's contents as floats; truth values are 0 and 1.</summary>
    public static float[] Floats(Tensor tensor) =>
        tensor.Element == ElementType.Float32 ? tensor.ToFloat32() : Array.ConvertAll(tensor.ToDoubles(), value => (float)value);

    /// <summary>A constant's contents as device bytes.</summary>
    private static byte[] Contents(Constant constant, ElementType type)
    {
        var tensor = constant.Load();
        return type switch
        {
            ElementType.Int64 => MemoryMarshal.AsBytes<long>(tensor.ToInt64s()).ToArray(),
            ElementType.Int32 => MemoryMarshal.AsBytes<int>(Array.ConvertAll(tensor.ToInt64s(), value => (int)value)).ToArray(),
            _ => DeviceFloats.Convert(Floats(tensor), type),
        };
    }

    private static bool IsFloat(ElementType element) =>
        element is ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16 or ElementType.Float64 or ElementType.Bool;

    // ---- steps ---------------------------------------------------------------------------------------------------------------------

    /// <summary>Appends a copy between two views of equal extents.</summary>
    public abstract void EmitCopy(string layer, string @operator, TensorView from, TensorView to, ElementType type);

    /// <summary>Appends a launch; <paramref name="arguments"/> name the kernel's parameters.</summary>
    public void Emit(string layer, string @operator, long macs, ILayerKernel kernel, params ReadOnlySpan<(string Parameter, TensorView View)> arguments)
    {
        var list = ImmutableArray.CreateBuilder<BufferArgument>();
        foreach (var parameter in kernel.Parameters)
        {
            TensorView? view = null;
            foreach (var (name, candidate) in arguments)
            {
                view = name == parameter ? candidate : view;
            }

            view = view ?? throw new InvalidOperationException($"kernel '{kernel.Name}' lacks argument '{parameter}'");
            list.Add(new BufferArgument(view.Buffer, view.Offset * Buffers[view.Buffer].Type.SizeInBytes()));
            Touch(view.Buffer);
        }

        Steps.Add(new LoweredStep(layer, @operator, macs, kernel, list.ToImmutable()));
    }

    /// <summary>Appends an operator that the host runs on row-major tensors.</summary>
    public void EmitHost(Node node)
    {
        var list = ImmutableArray.CreateBuilder<BufferArgument>();
        foreach (var input in node.Inputs)
        {
            var view = input.IsNone ? null : Whole(input);
            list.Add(new BufferArgument(view?.Buffer ?? -1, 0));
            if (view is not null)
            {
                Touch(view.Buffer);
            }
        }

        foreach (var output in node.Outputs)
        {
            var view = NewResult(output);
            list.Add(new BufferArgument(view.Buffer, 0));
            Touch(view.Buffer);
        }

        Steps.Add(new LoweredStep(node.Name, node.OnnxType, 0, null, list.ToImmutable(), node, node.Outputs.Length));
    }

    /// <summary>A kernel name that is unique in the program.</summary>
    public string KernelName(string layer) => $"k{Steps.Count}_{new string([.. layer.Where(c => char.IsAsciiLetterOrDigit(c) || c == '_').TakeLast(40)])}";

    /// <summary>A buffer that holds a value and nothing else, row-major under its own extents: what the host reads.</summary>
    private TensorView Whole(ValueId id)
    {
        var value = Graph[id];
        var view = Dense(id);
        var buffer = Buffers[view.Buffer];
        if (view.Offset == 0 && buffer.Dims.SequenceEqual(value.Shape.Dims) && buffer.Order.IsEmpty)
        {
            return view;
        }

        var copy = NewTensor(value.Name + ".host", StorageType(value), value.Shape.Dims);
        EmitCopy(value.Name + ".host", "Layout", view, copy, StorageType(value));
        return copy;
    }

    private void Touch(int buffer)
    {
        var planned = Buffers[buffer];
        planned.FirstUse = Math.Min(planned.FirstUse, Steps.Count);
        planned.LastUse = Math.Max(planned.LastUse, Steps.Count);
    }
}
