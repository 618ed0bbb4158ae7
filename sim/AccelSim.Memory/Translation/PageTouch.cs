namespace AccelSim.Memory;

/// <summary>What a request finds of a page.</summary>
/// <param name="Ready">When it can go on, fs: the page is on the device, or, where remote, the request sets out for the host.</param>
/// <param name="Remote">True where the page stays on the host and the request goes there.</param>
public readonly record struct PageTouch(long Ready, bool Remote);
