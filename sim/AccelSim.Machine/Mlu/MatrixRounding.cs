namespace AccelSim.Machine.Mlu;

/// <summary>What a matrix unit does with a result halfway between two numbers.</summary>
public enum MatrixRounding
{
    HalfToEven,
    HalfAwayFromZero,
}
