using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>Integer elements of 8 to 32 bits: computed in 64 bits and saturated to the type.</summary>
internal readonly struct MluIntegerPath : IMluElementPath<int>
{
    private interface IOperation
    {
        static abstract long Apply(long a, long b);
    }

    public static void Load(ReadOnlySpan<byte> source, MluDataType type, Span<int> destination) => MluElements.ToInt32(source, type, destination);

    public static void Store(ReadOnlySpan<int> source, MluDataType type, Span<byte> destination) => MluElements.FromInt32(source, type, destination);

    public static int Register(long bits, MluDataType type) => (int)MluElements.RegisterInteger(bits, type);

    public static void Binary(MluVectorKind kind, ReadOnlySpan<int> a, ReadOnlySpan<int> b, MluDataType type, Span<int> destination)
    {
        switch (kind)
        {
            case MluVectorKind.Add: Apply<Add>(a, b, type, destination); break;
            case MluVectorKind.Sub: Apply<Sub>(a, b, type, destination); break;
            case MluVectorKind.ReverseSub: Apply<Sub>(b, a, type, destination); break;
            case MluVectorKind.Mul: Apply<Mul>(a, b, type, destination); break;
            case MluVectorKind.Div: Apply<Div>(a, b, type, destination); break;
            case MluVectorKind.Max: Apply<Max>(a, b, type, destination); break;
            case MluVectorKind.Min: Apply<Min>(a, b, type, destination); break;
            case MluVectorKind.And: Apply<And>(a, b, type, destination); break;
            case MluVectorKind.Or: Apply<Or>(a, b, type, destination); break;
            case MluVectorKind.Xor: Apply<Xor>(a, b, type, destination); break;
            case MluVectorKind.BitAnd: Apply<BitAnd>(a, b, type, destination); break;
            case MluVectorKind.BitOr: Apply<BitOr>(a, b, type, destination); break;
            case MluVectorKind.BitXor: Apply<BitXor>(a, b, type, destination); break;
            case MluVectorKind.Equal: Apply<Equal>(a, b, type, destination); break;
            case MluVectorKind.NotEqual: Apply<NotEqual>(a, b, type, destination); break;
            case MluVectorKind.Less: Apply<Less>(a, b, type, destination); break;
            case MluVectorKind.LessEqual: Apply<LessEqual>(a, b, type, destination); break;
            case MluVectorKind.Greater: Apply<Less>(b, a, type, destination); break;
            case MluVectorKind.GreaterEqual: Apply<LessEqual>(b, a, type, destination); break;
            default: Apply<ReluN>(a, b, type, destination); break;
        }
    }

    public static void Unary(MluOpcode opcode, ReadOnlySpan<int> a, MluDataType type, Span<int> destination)
    {
        switch (opcode)
        {
            case MluOpcode.VAbs: Apply<Abs>(a, a, type, destination); break;
            case MluOpcode.VNeg: Apply<Neg>(a, a, type, destination); break;
            case MluOpcode.VNot: Apply<Not>(a, a, type, destination); break;
            case MluOpcode.VBitNot: Apply<BitNot>(a, a, type, destination); break;
            case MluOpcode.VSign: Apply<Sign>(a, a, type, destination); break;
            case MluOpcode.VSquare: Apply<Mul>(a, a, type, destination); break;
            case MluOpcode.VRelu: Apply<Relu>(a, a, type, destination); break;
            default: throw new MluDataException($"{opcode} has no integer form");
        }
    }

    public static void Select(ReadOnlySpan<int> a, ReadOnlySpan<int> b, ReadOnlySpan<int> mask, Span<int> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = mask[i] != 0 ? a[i] : b[i];
        }
    }

    private static void Apply<TOperation>(ReadOnlySpan<int> a, ReadOnlySpan<int> b, MluDataType type, Span<int> destination)
        where TOperation : struct, IOperation
    {
        var (min, max) = MluElements.Range(type);
        b = b[..a.Length];
        destination = destination[..a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            destination[i] = (int)Math.Min(Math.Max(TOperation.Apply(a[i], b[i]), min), max);
        }
    }

    private readonly struct Add : IOperation
    {
        public static long Apply(long a, long b) => a + b;
    }

    private readonly struct Sub : IOperation
    {
        public static long Apply(long a, long b) => a - b;
    }

    private readonly struct Mul : IOperation
    {
        public static long Apply(long a, long b) => a * b;
    }

    private readonly struct Div : IOperation
    {
        public static long Apply(long a, long b) => b == 0 ? 0 : a / b;
    }

    private readonly struct Max : IOperation
    {
        public static long Apply(long a, long b) => Math.Max(a, b);
    }

    private readonly struct Min : IOperation
    {
        public static long Apply(long a, long b) => Math.Min(a, b);
    }

    private readonly struct And : IOperation
    {
        public static long Apply(long a, long b) => a != 0 && b != 0 ? 1 : 0;
    }

    private readonly struct Or : IOperation
    {
        public static long Apply(long a, long b) => (a | b) != 0 ? 1 : 0;
    }

    private readonly struct Xor : IOperation
    {
        public static long Apply(long a, long b) => a != 0 != (b != 0) ? 1 : 0;
    }

    private readonly struct BitAnd : IOperation
    {
        public static long Apply(long a, long b) => a & b;
    }

    private readonly struct BitOr : IOperation
    {
        public static long Apply(long a, long b) => a | b;
    }

    private readonly struct BitXor : IOperation
    {
        public static long Apply(long a, long b) => a ^ b;
    }

    private readonly struct Equal : IOperation
    {
        public static long Apply(long a, long b) => a == b ? 1 : 0;
    }

    private readonly struct NotEqual : IOperation
    {
        public static long Apply(long a, long b) => a != b ? 1 : 0;
    }

    private readonly struct Less : IOperation
    {
        public static long Apply(long a, long b) => a < b ? 1 : 0;
    }

    private readonly struct LessEqual : IOperation
    {
        public static long Apply(long a, long b) => a <= b ? 1 : 0;
    }

    private readonly struct ReluN : IOperation
    {
        public static long Apply(long a, long b) => Math.Min(Math.Max(a, 0), b);
    }

    private readonly struct Abs : IOperation
    {
        public static long Apply(long a, long b) => Math.Abs(a);
    }

    private readonly struct Neg : IOperation
    {
        public static long Apply(long a, long b) => -a;
    }

    private readonly struct Not : IOperation
    {
        public static long Apply(long a, long b) => a == 0 ? 1 : 0;
    }

    private readonly struct BitNot : IOperation
    {
        public static long Apply(long a, long b) => ~a;
    }

    private readonly struct Sign : IOperation
    {
        public static long Apply(long a, long b) => Math.Sign(a);
    }

    private readonly struct Relu : IOperation
    {
        public static long Apply(long a, long b) => Math.Max(a, 0);
    }
}
