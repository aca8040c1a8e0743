/** Carried by everything that a local or test environment issues. */
export const demonstrationNotice = 'DEMONSTRATION - NOT A LEGAL RECORD 演示数据，不具法律效力';
