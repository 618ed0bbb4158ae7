namespace AccelSim.Compiler.Simt.Products;

/// <summary>Bytes that a product must read from and write to device memory at least once.</summary>
/// <param name="A">Of the left factor.</param>
/// <param name="B">Of the right factor.</param>
/// <param name="C">Of the result, and of what is added to it.</param>
internal readonly record struct ProductBytes(double A, double B, double C);
