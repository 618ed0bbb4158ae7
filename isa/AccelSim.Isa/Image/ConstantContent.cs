namespace AccelSim.Isa.Image;

/// <summary>Contents of a constant: bytes, or a description where only timing is wanted.</summary>
public abstract record ConstantContent;
