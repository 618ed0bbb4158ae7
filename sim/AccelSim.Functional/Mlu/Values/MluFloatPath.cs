using System.Numerics.Tensors;
using AccelSim.Isa.Mlu;

namespace AccelSim.Functional.Mlu;

/// <summary>
/// Floating-point elements, computed in single precision and rounded once to the type. Basic operations on narrower types are correctly rounded
/// that way, since single precision has more than twice their digits plus two.
/// </summary>
internal readonly struct MluFloatPath : IMluElementPath<float>
{
    public static void Load(ReadOnlySpan<byte> source, MluDataType type, Span<float> destination) => MluElements.ToSingle(source, type, destination);

    public static void Store(ReadOnlySpan<float> source, MluDataType type, Span<byte> destination) => MluElements.FromSingle(source, type, destination);

    public static float Register(long bits, MluDataType type) => (float)MluScalarFloat.ToDouble(bits, type);

    public static void Binary(MluVectorKind kind, ReadOnlySpan<float> a, ReadOnlySpan<float> b, MluDataType type, Span<float> destination)
    {
        switch (kind)
        {
            case MluVectorKind.Add: TensorPrimitives.Add(a, b, destination); break;
            case MluVectorKind.Sub: TensorPrimitives.Subtract(a, b, destination); break;
            case MluVectorKind.ReverseSub: TensorPrimitives.Subtract(b, a, destination); break;
            case MluVectorKind.Mul: TensorPrimitives.Multiply(a, b, destination); break;
            case MluVectorKind.Div: TensorPrimitives.Divide(a, b, destination); break;
            case MluVectorKind.Max: TensorPrimitives.Max(a, b, destination); break;
            case MluVectorKind.Min: TensorPrimitives.Min(a, b, destination); break;
            case MluVectorKind.ReluN:
                TensorPrimitives.Max(a, 0f, destination);
                TensorPrimitives.Min<float>(destination, b, destination);
                break;
            case MluVectorKind.And: Predicate<AndTest>(a, b, destination); break;
            case MluVectorKind.Or: Predicate<OrTest>(a, b, destination); break;
            case MluVectorKind.Xor: Predicate<XorTest>(a, b, destination); break;
            case MluVectorKind.Equal: Predicate<EqualTest>(a, b, destination); break;
            case MluVectorKind.NotEqual: Predicate<NotEqualTest>(a, b, destination); break;
            case MluVectorKind.Less: Predicate<LessTest>(a, b, destination); break;
            case MluVectorKind.LessEqual: Predicate<LessEqualTest>(a, b, destination); break;
            case MluVectorKind.Greater: Predicate<LessTest>(b, a, destination); break;
            case MluVectorKind.GreaterEqual: Predicate<LessEqualTest>(b, a, destination); break;
            default: throw new MluDataException($"{kind} has no floating-point form");
        }
    }

    public static void Unary(MluOpcode opcode, ReadOnlySpan<float> a, MluDataType type, Span<float> destination)
    {
        switch (opcode)
        {
            case MluOpcode.VAbs: TensorPrimitives.Abs(a, destination); break;
            case MluOpcode.VNeg: TensorPrimitives.Negate(a, destination); break;
            case MluOpcode.VSquare: TensorPrimitives.Multiply(a, a, destination); break;
            case MluOpcode.VRelu: TensorPrimitives.Max(a, 0f, destination); break;
            case MluOpcode.VSqrt: TensorPrimitives.Sqrt(a, destination); break;
            case MluOpcode.VRecip: TensorPrimitives.Divide(1f, a, destination); break;
            case MluOpcode.VFloor: TensorPrimitives.Floor(a, destination); break;
            case MluOpcode.VCeil: TensorPrimitives.Ceiling(a, destination); break;
            case MluOpcode.VRound:
                for (var i = 0; i < a.Length; i++)
                {
                    destination[i] = MathF.Round(a[i], MidpointRounding.ToEven);
                }

                break;
            case MluOpcode.VNot:
                for (var i = 0; i < a.Length; i++)
                {
                    destination[i] = a[i] == 0 ? 1 : 0;
                }

                break;
            case MluOpcode.VSign:
                for (var i = 0; i < a.Length; i++)
                {
                    destination[i] = a[i] > 0 ? 1 : a[i] < 0 ? -1 : a[i];
                }

                break;
            default:
                for (var i = 0; i < a.Length; i++)
                {
                    destination[i] = (float)MluFunctions.Evaluate(opcode, a[i]);
                }

                break;
        }
    }

    public static void Select(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> mask, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = mask[i] != 0 ? a[i] : b[i];
        }
    }

    private static void Predicate<TTest>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> destination)
        where TTest : struct, ITest
    {
        b = b[..a.Length];
        destination = destination[..a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            destination[i] = TTest.Holds(a[i], b[i]) ? 1 : 0;
        }
    }

    private interface ITest
    {
        static abstract bool Holds(float a, float b);
    }

    private readonly struct AndTest : ITest
    {
        public static bool Holds(float a, float b) => a != 0 && b != 0;
    }

    private readonly struct OrTest : ITest
    {
        public static bool Holds(float a, float b) => a != 0 || b != 0;
    }

    private readonly struct XorTest : ITest
    {
        public static bool Holds(float a, float b) => a != 0 != (b != 0);
    }

    private readonly struct EqualTest : ITest
    {
        public static bool Holds(float a, float b) => a == b;
    }

    private readonly struct NotEqualTest : ITest
    {
        public static bool Holds(float a, float b) => a != b;
    }

    private readonly struct LessTest : ITest
    {
        public static bool Holds(float a, float b) => a < b;
    }

    private readonly struct LessEqualTest : ITest
    {
        public static bool Holds(float a, float b) => a <= b;
    }
}
