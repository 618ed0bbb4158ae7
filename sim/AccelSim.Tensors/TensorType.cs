namespace AccelSim.Tensors;

/// <summary>What a tensor is, without its contents: element type and shape.</summary>
/// <param name="Element">Element type.</param>
/// <param name="Shape">Extents.</param>
public sealed record TensorType(ElementType Element, Shape Shape)
{
    /// <summary>Bytes of the contiguous contents.</summary>
    public Int128 ByteCount => (Int128)Shape.ElementCount * Element.SizeInBytes();

    /// <summary>Written as <c>f32[1, 3, 224, 224]</c>.</summary>
    public override string ToString() => Element.ShortName() + Shape;
}
